/** What `probe ip` says of proxies that give nothing, carry nothing, break rules, change their mind or die. */
import {describe, expect, it} from 'vitest'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import {interpret} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import {CLIENT, EVERYWHERE, HOST, icmpPacket, packetOf} from './inner-world.js'
import {forward, honest, type ProxyOptions} from './ip-world.js'
import {probe} from './probing.js'

describe('a proxy that gives no address', () => {
  it('and says nothing of it: waited for, and not accused', async () => {
    const {short, facts, tookMs} = await probe({script: () => undefined})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('assigned no address')
    expect(facts.session?.requests).toMatchObject([{outcome: 'no-answer'}, {outcome: 'no-answer'}])
    expect(tookMs).toBeGreaterThan(4900)
    expect(tookMs).toBeLessThan(5500)
  })

  it('and declines', async () => {
    const {short, facts, tookMs} = await probe({script: honest({addresses: {}})})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('declined every address')
    expect(tookMs).toBeLessThan(1500)
  })
})

describe('a proxy that does not carry', () => {
  it('up: the responder tells, directly, that nothing came', async () => {
    const {short, carries, facts} = await probe({script: honest({forwards: () => false})})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(carries).toBe('no unknown, no unknown')
    expect(facts.because).toContain('none of 10 datagrams reached the responder')
  })

  it('down: the responder saw it', async () => {
    const {short, carries} = await probe({}, {}, {inner: {meddle: () => []}})
    expect(short).toEqual({viability: 'carries-up', blame: 'unknown', exit: 3})
    expect(carries).toBe('yes no, yes no')
  })

  it('IPv6, while IPv4 works: that is proven, so it counts', async () => {
    const forwards = (packet: Uint8Array): boolean => packet[0]! >> 4 === 4
    const {short, carries, facts} = await probe({script: honest({forwards})})
    expect(carries).toBe('yes yes, no unknown')
    expect(short).toMatchObject({viability: 'accepted', exit: 3})
    expect(facts.because).toMatch(/^over IPv6 .*none of 10 datagrams/)
  })

  it('and answers echo for the target: a responder is not fooled', async () => {
    const {short, facts} = await probe({
      script: async (tunnel, world, count) => {
        const spoof = (bytes: Uint8Array): boolean => {
          const packet = ip.read(new Cursor(bytes))
          const {protocol, payload} = ip.upper(packet)
          if (protocol !== icmp.PROTOCOL[packet.version]) return false
          const meaning = interpret(packet.version, icmp.read(new Cursor(payload)))
          if (meaning.kind !== 'echo-request') return false
          const back = {source: packet.destination, destination: packet.source}
          void tunnel.send(icmpPacket(back, {...meaning, kind: 'echo-reply'}))
          return false
        }
        await honest({forwards: spoof})(tunnel, world, count)
      },
    })
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.ipv4?.echo).toMatchObject([{received: 3}])
    expect(facts.remarks.join()).toContain('somebody answers for it')
  })
})

describe('a lossy way', () => {
  it.each([1, 2, 3])('is measured, and nobody is accused (%i)', async seed => {
    const wire = {delayMs: 10 + seed}
    const {short, facts} = await probe({}, {count: 40, intervalMs: 20}, {inner: {loss: 0.3, jitterMs: 60}, wire})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    const {sent, received, lostUp, lostDown} = facts.ipv4!.datagrams!
    expect(sent).toBe(40)
    expect(received).toBeLessThan(40)
    expect(received + lostUp! + lostDown!).toBe(40)
    expect(facts.ipv4!.datagrams!.reordered).toBeGreaterThan(0)
  })
})

describe('a proxy that breaks rules', () => {
  it('of routes: the tunnel is given up, which rule it was is told, and the proxy is named', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world) => {
      forward(tunnel, world)
      await tunnel.assign([{requestId: 0n, address: CLIENT[4], prefixLength: 32}])
      await tunnel.advertise([EVERYWHERE[1]!, EVERYWHERE[0]!])
    }
    const {short, facts} = await probe({script})
    expect(short).toEqual({viability: 'accepted', blame: 'proxy', exit: 3})
    expect(facts.session?.breaches.join()).toContain('stands behind a range of IPv6')
    expect(facts.because).toContain('ROUTE_ADVERTISEMENT')
    expect(facts.tunnelEnding).toContain('ROUTE_ADVERTISEMENT')
  })

  it('of Request IDs: told, and the tunnel goes on', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world) => {
      forward(tunnel, world)
      await tunnel.advertise(EVERYWHERE)
      await tunnel.assign([{requestId: 77n, address: CLIENT[4], prefixLength: 32}])
    }
    const {short, facts} = await probe({script})
    expect(short).toMatchObject({viability: 'carries-both-ways', exit: 0})
    expect(facts.session?.breaches.join()).toContain('Request ID 77')
  })

  it('with packets for others, and packets that are none', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await honest({unsolicited: true})(tunnel, world, count)
      const reply = {kind: 'echo-reply', id: 1, sequence: 1, data: new Uint8Array(8)} as const
      await tunnel.send(icmpPacket({source: HOST[4], destination: '192.0.2.77'}, reply))
      await tunnel.send(Uint8Array.of(1, 2, 3))
      await tunnel.sendInContext(8n, new Uint8Array(4))
      await tunnel.send(packetOf({source: HOST[4], destination: CLIENT[4]}, 253, new Uint8Array(4)))
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.strays).toEqual({packets: 1, notForUs: 1, malformed: 1, unknownContexts: 1})
    expect(facts.remarks.join()).toContain('no receiver accepts')
  })

  it('and asks us for addresses', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await tunnel.requestAddresses([{address: '0.0.0.0', prefixLength: 32}])
      await tunnel.tunnel.send({kind: 'capsule', type: 0x1234n, value: new Uint8Array(3)})
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.session).toMatchObject({requestedOfUs: 1, unknownCapsules: 1})
  })
})

describe('a proxy that changes its mind', () => {
  it('takes an address back: what was carried before still counts, and the change is told', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => {
        void tunnel.assign([{requestId: 0n, address: '192.0.2.55', prefixLength: 32}])
      })
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.session?.changes).toMatchObject([{assigned: ['192.0.2.55/32'], routeCount: 2}])
  })

  it('dies in the middle: it carried, and then did not', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => tunnel.tunnel.abort('internal-error'))
      await honest()(tunnel, world, count)
    }
    const {short, facts, tookMs} = await probe({script})
    expect(short).toMatchObject({viability: 'carries-both-ways', exit: 3})
    expect(facts.stoppedAfter).toBeGreaterThan(0)
    expect(facts.because).toContain('ended by itself')
    expect(facts.tunnelEnding).not.toBeNull()
    expect(tookMs).toBeLessThan(3000)
  })

  const echoOnly = {aim: {target: HOST[4], tcpPorts: []}, scope: {target: HOST[4]}}

  it('dies in the middle of echo, where nothing else was sent', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => tunnel.tunnel.abort('internal-error'))
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script}, echoOnly)
    expect(short).toMatchObject({viability: 'carries-both-ways', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('the tunnel ended by itself')
  })

  it('dies at the first packet: silence has a reason then', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await honest({unsolicited: true, forwards: () => false})(tunnel, world, count)
      world.clock.after(500, () => tunnel.tunnel.abort('internal-error'))
    }
    const {short, facts} = await probe({script}, echoOnly)
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toMatch(/nothing came back from \S+: the tunnel ended \(the peer reset the stream/)
  })

  it('sends more routes than we take: that is a limit of ours, and no lack of addresses', async () => {
    const many = Array.from({length: 5000}, (_, index) => {
      const ip = `10.0.${index >> 7}.${2 * (index & 0x7f)}`
      return {start: ip, end: ip, protocol: 0}
    })
    const {short, facts} = await probe({
      script: async tunnel => {
        await tunnel.advertise(many)
      },
    })
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('a limit of ours: ROUTE_ADVERTISEMENT: more than 4096 ranges')
  })

  it('ends at once', async () => {
    const {short, facts, tookMs} = await probe({script: async tunnel => tunnel.tunnel.finish()})
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('ended before an address was assigned')
    expect(tookMs).toBeLessThan(1000)
  })

  it('refuses', async () => {
    const {short, facts} = await probe({answer: {status: 403, headers: []}})
    expect(short).toMatchObject({viability: 'refused', exit: 3})
    expect(facts).toMatchObject({session: null, ipv4: null, ipv6: null, carrier: null})
  })
})
