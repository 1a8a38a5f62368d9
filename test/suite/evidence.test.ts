/** What a verdict is shown with: moments and events of its own observation, also on the connection that all share. */
import {describe, expect, it} from 'vitest'
import type {EvidenceEvent, EvidenceKind} from '../../src/lib/evidence/event.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import unknownContext from '../../src/lib/requirements/rfc9298/5-unknown-context/probe.js'
import shouldSend from '../../src/lib/requirements/rfc9297/3.4-should-send/probe.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import type {Looked} from '../../src/lib/suite/version-run.js'
import {VersionRun} from '../../src/lib/suite/version-run.js'
import {SuiteWorld} from '../requirements/support/world.js'

const NEVER = new AbortController().signal

async function look(
  http: HttpVersion,
  probes: readonly Probe[],
  fault: string,
  kinds: readonly EvidenceKind[],
): Promise<{readonly looked: readonly Looked[]; readonly events: readonly EvidenceEvent[]}> {
  const found = unknownContext.faults[fault]
  const world = await SuiteWorld.open(found ? {fault: found} : {})
  const events: EvidenceEvent[] = []
  const sink = {
    wants: new Set(kinds),
    take: (event: EvidenceEvent) => {
      events.push(event)
    },
    placeOf: (event: number) => (event % 2 === 0 ? {frame: event * 10, file: 'case.pcapng'} : undefined),
    end: () => Promise.resolve(),
  }
  const context = {...world.context(http), evidence: new Recorder([sink])}
  const looked = await world.run(
    (async () => {
      await using run = await VersionRun.begin(context, {confirm: 1, reproduce: id => id}, NEVER)
      return await Promise.all(probes.map(probe => run.look(probe, NEVER)))
    })(),
  )
  await world.close()
  return {looked, events}
}

describe.each(['3', '2', '1.1'] as const)('over HTTP/%s', http => {
  it('a failure cites its own events, and no others of the connection it shared', async () => {
    const {looked, events} = await look(http, [unknownContext, shouldSend], 'forwards-it', ['connection', 'tunnel'])
    const [failed, fine] = looked.map(({result}) => result)
    expect([failed?.label, fine?.label]).toEqual(['fail', 'pass'])
    const cited = (failed?.evidence ?? []).map(({event}) => events.find(({number}) => number === event))
    expect(cited.length).toBeGreaterThan(5)
    expect(new Set(cited.map(event => event?.what.kind === 'tunnel' && event.what.about))).toEqual(
      new Set(['rfc9298/5/unknown-context']),
    )
    expect(failed?.evidence?.find(({event}) => event % 2 === 0)).toMatchObject({file: 'case.pcapng'})
    const moments = failed?.timeline ?? []
    expect(moments.filter(({event}) => event !== undefined).length).toBeGreaterThan(5)
    expect(moments.map(({what}) => what).join('\n')).toContain('response')
    expect(fine?.evidence?.length).toBe(3)
    expect(fine?.timeline).toBeUndefined()
  })

  it('tunnels of the shared connection are counted together', async () => {
    const {events} = await look(http, [unknownContext, shouldSend], '', ['tunnel'])
    const requests = events.flatMap(({what}) =>
      what.kind === 'tunnel' && what.what.kind === 'request' ? [`${what.connection}/${what.tunnel}`] : [],
    )
    expect(requests.length).toBeGreaterThan(2)
    expect(new Set(requests).size).toBe(requests.length)
  })

  it('what nobody keeps is not cited, and still told', async () => {
    const {looked} = await look(http, [unknownContext], 'forwards-it', [])
    expect(looked[0]?.result.evidence).toBeUndefined()
    expect(looked[0]?.result.timeline?.length).toBeGreaterThan(5)
  })
})
