/** What `probe ip` says of several sessions on one connection, and of coming back: isolation is shown, never assumed. */
import {describe, expect, it} from 'vitest'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import {honest, type ProxyOptions} from './ip-world.js'
import {probe} from './probing.js'

describe('more sessions and a second connection', () => {
  const several = (session: number): {4: string; 6: string} => ({
    4: `192.0.2.${10 + session}`,
    6: `2001:db8:1::${session}`,
  })

  it('have addresses of their own, and are isolated: shown with controls', async () => {
    const script = honest({addresses: several})
    const {facts} = await probe({script}, {sessions: 3, reconnect: true})
    expect(facts.sessions).toMatchObject({asked: 3, opened: 3, differ: 'yes', isolated: 'yes', refusal: null})
    expect(facts.reconnect).toMatchObject({
      connected: true,
      same: 'no',
      addresses: ['192.0.2.14/32', '2001:db8:1::4/128'],
    })
  })

  it('have one address for all, and the same one when they come back', async () => {
    const {facts} = await probe({}, {sessions: 2, reconnect: true})
    expect(facts.sessions).toMatchObject({opened: 2, differ: 'no', isolated: 'unknown'})
    expect(facts.reconnect).toMatchObject({same: 'yes'})
  })

  it('reach each other', async () => {
    const tunnels = new Map<string, Parameters<NonNullable<ProxyOptions['script']>>[0]>()
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      const own = several(count)
      for (const address of Object.values(own)) tunnels.set(address, tunnel)
      const forwards = (bytes: Uint8Array): boolean => {
        const other = tunnels.get(ip.read(new Cursor(bytes)).destination)
        void other?.send(bytes)
        return other === undefined
      }
      await honest({addresses: own, forwards})(tunnel, world, count)
    }
    const {facts} = await probe({script}, {sessions: 2})
    expect(facts.sessions).toMatchObject({isolated: 'no', differ: 'yes'})
  })

  it('silence between them without a control proves nothing', async () => {
    const script = honest({addresses: several})
    const {facts} = await probe({script}, {sessions: 2}, {inner: {answersEcho: false}})
    expect(facts.sessions).toMatchObject({isolated: 'unknown'})
    expect(facts.sessions?.because).toContain('nothing shows that both were alive')
  })

  it('are refused', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      if (count > 1) tunnel.tunnel.abort('connect-error')
      else await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script}, {sessions: 2})
    expect(short.exit).toBe(0)
    expect(facts.sessions).toMatchObject({opened: 2, differ: 'unknown', isolated: 'unknown'})
  })
})
