/** Dialects of UDP tunnels over HTTP/3: a probe that speaks one, and a reference proxy that understands it. */
import {describe, expect, it} from 'vitest'
import {withDialect} from '../../../src/lib/proxy/dialect-policy.js'
import {honestPolicy} from '../../../src/lib/proxy/honest-policy.js'
import {AllowList} from '../../../src/lib/proxy/targets.js'
import type {DialectName} from '../../../src/lib/tunnel/dialect/dialect.js'
import {dialectNames, dialects} from '../../../src/lib/tunnel/dialect/dialects.js'
import * as settings from '../../../src/lib/wire/h3-settings.js'
import {proxyCertificate, World, type Probed} from '../../probe/world.js'

const identity = await proxyCertificate()
const ofUdp = dialectNames.filter(name => dialects[name].tunnels.includes('udp'))

/** A probe in one dialect of a proxy that understands another one; undefined: the RFCs. */
async function probed(spoken: DialectName | undefined, understood: DialectName | undefined): Promise<Probed> {
  const world = new World(identity)
  const honest = honestPolicy(new AllowList(['any']))
  world.proxy({wire: (understood ? withDialect(honest, dialects[understood]) : honest).wire})
  world.responder()
  return world.probe({reach: world.reach(spoken && {dialect: dialects[spoken]}), count: 3, timeoutMs: 1000})
}

describe.each(ofUdp)('%s', name => {
  it('carries datagrams both ways between two who speak it', async () => {
    const {short, facts} = await probed(name, name)
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(facts.datagrams).toMatchObject({sent: 3, received: 3, lost: 0})
  })
})

describe('between one who speaks a dialect and one who does not', () => {
  it.each([
    ['draft-settings', undefined, 'carries-both-ways'],
    [undefined, 'draft-settings', 'carries-both-ways'],
    // The first octet of each payload is taken for a Context ID, or one too many arrives at the target.
    ['no-context-id', undefined, 'accepted'],
    [undefined, 'no-context-id', 'accepted'],
    // No such method there; the other way round RFC 9298 is understood as well.
    ['connect-udp-03', undefined, 'refused'],
  ] as const)('%s and %s: %s', async (spoken, understood, viability) => {
    const {short} = await probed(spoken, understood)
    expect(short).toMatchObject({viability, exit: viability === 'carries-both-ways' ? 0 : 3})
    expect(short.blame).not.toBe('proxy')
  })
})

describe('draft-settings', () => {
  it.each([...settings.DRAFT_DATAGRAM.keys()])(
    '0x%s alone, and no extended CONNECT: asked, and in frames',
    async id => {
      const world = new World(identity)
      const {leniency} = withDialect(honestPolicy(new AllowList([])), dialects['draft-settings']).wire
      world.proxy({wire: {settings: () => [{id, value: 1n}], ...(leniency && {leniency})}})
      world.responder()
      const {short, facts, road} = await world.probe({
        reach: world.reach({dialect: dialects['draft-settings']}),
        count: 2,
      })
      expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
      expect(facts.carriers).toEqual({up: 'frame', down: ['frame']})
      expect(facts.remarks.join('\n')).toContain(`(0x${id.toString(16)} = 1); we did the same, as --dialect asks for`)
      expect(road.attempts.find(({phase}) => phase === 'settings')?.detail).toContain('asked for all the same')
    },
  )
})
