/** What an interface is made of, which packets go into a tunnel, and a tunnel that comes and goes: without a kernel. */
import fc from 'fast-check'
import {afterEach, describe, expect, it} from 'vitest'
import {Configurator} from '../../src/lib/forward/ip/configure.js'
import {IpForwarder, whyNot, type IpForwardOptions, type Tunnelled} from '../../src/lib/forward/ip/forwarder.js'
import {Guard} from '../../src/lib/forward/ip/guard.js'
import {covers, NO_PLAN, planFor, steps, type Plan} from '../../src/lib/forward/ip/plan.js'
import {showPrefix, toPrefixes} from '../../src/lib/forward/ip/prefixes.js'
import {Pump} from '../../src/lib/forward/ip/pump.js'
import {tooBig} from '../../src/lib/forward/ip/too-big.js'
import {memoryPair} from '../../src/lib/http/memory.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {IpTunnel, openIp} from '../../src/lib/tunnel/connect-ip.js'
import {refusal} from '../../src/lib/tunnel/ip-session.js'
import {defaultIpTemplate, parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import {interpret} from '../../src/lib/wire/icmp/meaning.js'
import {problems as icmpProblems, read as readIcmp} from '../../src/lib/wire/icmp/message.js'
import {isInPrefix} from '../../src/lib/wire/ip/address.js'
import * as packet from '../../src/lib/wire/ip/packet.js'
import * as ipv4 from '../../src/lib/wire/ip/v4.js'
import * as ipv6 from '../../src/lib/wire/ip/v6.js'
import * as udp from '../../src/lib/wire/udp.js'
import {ascii, hex, show} from '../support/bytes.js'

const ALL4 = {start: '0.0.0.0', end: '255.255.255.255', protocol: 0}
const ALL6 = {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0}
const NET = {start: '198.51.100.0', end: '198.51.100.255', protocol: 0}
const mine = (address: string, prefixLength: number) => ({requestId: 0n, address, prefixLength})
const texts = (start: string, end: string): string[] => toPrefixes(start, end).map(showPrefix)

describe('ranges as prefixes', () => {
  it.each([
    ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
    ['192.0.2.0', '192.0.2.255', ['192.0.2.0/24']],
    ['192.0.2.1', '192.0.2.6', ['192.0.2.1/32', '192.0.2.2/31', '192.0.2.4/31', '192.0.2.6/32']],
    ['192.0.2.255', '192.0.3.0', ['192.0.2.255/32', '192.0.3.0/32']],
    ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
    ['2001:db8::', '2001:db8::ffff', ['2001:db8::/112']],
    ['192.0.2.2', '192.0.2.1', []],
    ['192.0.2.2', '::1', []],
  ])('%s to %s', (start, end, expected) => {
    expect(texts(start, end)).toEqual(expected)
  })

  it('cover the range, the whole range, and nothing else', () => {
    const last = fc.nat(255)
    fc.assert(
      fc.property(last, last, last, (a, b, at) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        const prefixes = toPrefixes(`192.0.2.${start}`, `192.0.2.${end}`)
        const inside = prefixes.filter(({address, prefixLength}) => isInPrefix(`192.0.2.${at}`, address, prefixLength))
        expect(inside).toHaveLength(at >= start && at <= end ? 1 : 0)
      }),
    )
  })
})

describe('a plan', () => {
  const options = {mtu: 1400, defaultRoute: false}

  it('has an address for each that is assigned, and a route for each that is advertised', () => {
    const plan = planFor(
      {assignedToUs: [mine('192.0.2.7', 32), mine('2001:db8:1::', 64)], routesOfPeer: [NET]},
      options,
    )
    expect(plan).toEqual({mtu: 1400, addresses: ['192.0.2.7', '2001:db8:1::1'], routes: ['198.51.100.0/24'], left: []})
  })

  it('leaves routes to everything out, unless they are asked for', () => {
    const told = {assignedToUs: [mine('192.0.2.7', 32), mine('2001:db8::1', 128)], routesOfPeer: [ALL4, ALL6]}
    expect(planFor(told, options)).toMatchObject({
      routes: [],
      left: [
        '0.0.0.0/0, as that is everything: --default-route takes it',
        '::/0, as that is everything: --default-route takes it',
      ],
    })
    const taken = planFor(told, {...options, defaultRoute: true})
    expect(taken).toMatchObject({routes: ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'], left: []})
    expect([covers(taken, '203.0.113.1'), covers(taken, '2001:db8::1'), covers(NO_PLAN, '203.0.113.1')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('does without IPv6 in a tunnel that is too narrow for it (RFC 9484 section 7.2)', () => {
    const told = {assignedToUs: [mine('192.0.2.7', 32), mine('2001:db8::1', 128)], routesOfPeer: [NET, ALL6]}
    expect(planFor(told, {...options, mtu: 1279})).toEqual({
      mtu: 1279,
      addresses: ['192.0.2.7'],
      routes: ['198.51.100.0/24'],
      left: ['IPv6, which needs packets of 1280 octets: the tunnel carries 1279 now'],
    })
    expect(planFor(told, {...options, mtu: 1280}).addresses).toContain('2001:db8::1')
  })

  it('has no routes for a family without an address, and no more than a host should have', () => {
    expect(planFor({assignedToUs: [mine('2001:db8::1', 128)], routesOfPeer: [NET]}, options).routes).toEqual([])
    const many = Array.from({length: 1100}, (_, at) => ({
      start: `10.${at >> 7}.${(at & 127) * 2}.0`,
      end: `10.${at >> 7}.${(at & 127) * 2}.255`,
      protocol: 0,
    }))
    const plan = planFor({assignedToUs: [mine('192.0.2.7', 32)], routesOfPeer: many}, options)
    expect([plan.routes.length, plan.left]).toEqual([1024, ['76 routes of 1100']])
  })

  it('becomes the next by the fewest commands', () => {
    const [first, second]: Plan[] = [
      {mtu: 1400, addresses: ['192.0.2.7'], routes: ['198.51.100.0/24', '10.0.0.0/8'], left: []},
      {mtu: 1300, addresses: ['192.0.2.8', '2001:db8::1'], routes: ['10.0.0.0/8', '2001:db8:2::/48'], left: []},
    ]
    expect(steps('masque0', NO_PLAN, first!).map(words => words.join(' '))).toEqual([
      'link set dev masque0 mtu 1400 up',
      '-4 address add 192.0.2.7/32 dev masque0',
      '-4 route add 198.51.100.0/24 dev masque0',
      '-4 route add 10.0.0.0/8 dev masque0',
    ])
    expect(steps('masque0', first!, second!).map(words => words.join(' '))).toEqual([
      '-4 route del 198.51.100.0/24 dev masque0',
      '-4 address del 192.0.2.7/32 dev masque0',
      'link set dev masque0 mtu 1300 up',
      '-4 address add 192.0.2.8/32 dev masque0',
      '-6 address add 2001:db8::1/128 dev masque0 nodad',
      '-6 route add 2001:db8:2::/48 dev masque0',
    ])
    expect(steps('masque0', second!, second!)).toEqual([])
  })
})

describe('what configures an interface', () => {
  const EVERYTHING: Plan = {mtu: 1400, addresses: ['192.0.2.7'], routes: ['0.0.0.0/1', '128.0.0.0/1'], left: []}

  function world(answer: string | undefined, apply = true, fails = '') {
    const [ran, told, problems]: string[][] = [[], [], []]
    const configurator = new Configurator({
      device: 'masque0',
      apply,
      iproute: {
        run: words => {
          ran!.push(words.join(' '))
          return Promise.resolve(fails !== '' && words.join(' ').includes(fails) ? 'File exists' : undefined)
        },
        ask: () => Promise.resolve(answer),
      },
      onStep: words => told!.push(words.join(' ')),
      onProblem: (_, problem) => problems!.push(problem),
    })
    return {configurator, ran: ran!, told: told!, problems: problems!}
  }

  it('keeps the way to the proxy out of the tunnel, and takes that back at the end', async () => {
    const {configurator, ran} = world('203.0.113.5 via 198.51.100.1 dev eth0 src 198.51.100.9 uid 0 \n    cache \n')
    await configurator.apply(EVERYTHING, '203.0.113.5')
    expect(ran[0]).toBe('-4 route add 203.0.113.5/32 via 198.51.100.1 dev eth0')
    expect(ran).toHaveLength(5)
    await configurator.apply({...EVERYTHING, mtu: 1300}, '203.0.113.5')
    expect(ran.slice(5)).toEqual(['link set dev masque0 mtu 1300 up'])
    await configurator[Symbol.asyncDispose]()
    expect(ran.at(-1)).toBe('-4 route del 203.0.113.5/32 via 198.51.100.1 dev eth0')
  })

  it('needs no such route on the same link without a gateway, or for a proxy on this host', async () => {
    const near = world('203.0.113.5 dev eth0 src 203.0.113.9 uid 0')
    await near.configurator.apply(EVERYTHING, '203.0.113.5')
    expect(near.ran[0]).toBe('-4 route add 203.0.113.5/32 dev eth0')
    const here = world('local 127.0.0.1 dev lo src 127.0.0.1 uid 0')
    expect((await here.configurator.apply(EVERYTHING, '127.0.0.1')).routes).toEqual(EVERYTHING.routes)
    expect(here.ran[0]).toContain('link set')
    const elsewhere = world(undefined)
    await elsewhere.configurator.apply({...EVERYTHING, routes: ['198.51.100.0/24']}, '203.0.113.5')
    expect(elsewhere.ran[0]).toContain('link set')
  })

  it.each([
    ['it cannot be known', undefined, ''],
    ['there is none', 'RTNETLINK answers: Network is unreachable', ''],
    ['it cannot be kept', '203.0.113.5 via 198.51.100.1 dev eth0', 'route add 203.0.113.5/32'],
  ])('leaves out what would lead the connection into itself, where %s', async (_, answer, fails) => {
    const {configurator} = world(answer, true, fails)
    const plan = await configurator.apply(EVERYTHING, '203.0.113.5')
    expect(plan.routes).toEqual(['0.0.0.0/1'])
    expect(plan.left).toEqual([
      '1 routes that lead to the proxy itself (203.0.113.5): how it is reached now could not be kept',
    ])
  })

  it('tells what it would do, and does nothing', async () => {
    const {configurator, ran, told} = world('203.0.113.5 via 198.51.100.1 dev eth0', false)
    await configurator.apply(EVERYTHING, '203.0.113.5')
    await configurator[Symbol.asyncDispose]()
    expect([ran, told.length]).toEqual([[], 6])
  })

  it('tells what failed, and goes on', async () => {
    const {configurator, ran, problems} = world('local', true, 'address add')
    await configurator.apply({...EVERYTHING, routes: ['10.0.0.0/8']}, '203.0.113.5')
    expect([problems, ran.at(-1)]).toEqual([['File exists'], '-4 route add 10.0.0.0/8 dev masque0'])
  })
})

describe('the guard', () => {
  const guard = new Guard('203.0.113.5:443')
  guard.assigned([mine('192.0.2.0', 30), mine('2001:db8::1', 128)])
  const v4 = (source: string, destination: string, protocol = 17, payload = ascii('')): Uint8Array =>
    ipv4.write({source, destination, protocol, payload})
  const v6 = (source: string, destination: string): Uint8Array =>
    ipv6.write({source, destination, nextHeader: 17, payload: ascii('')})
  const up = (bytes: Uint8Array): string => guard.up(bytes, 0, bytes.length)
  const down = (bytes: Uint8Array): string => guard.down(bytes, 0, bytes.length)
  const toPort = (port: number): Uint8Array => {
    const ends = {source: '192.0.2.1', destination: '203.0.113.5'}
    return v4(
      ends.source,
      ends.destination,
      17,
      udp.write({sourcePort: 1, destinationPort: port, payload: ascii('')}, ends),
    )
  }

  it('lets out what comes from an assigned address, and in what goes to one', () => {
    expect([up(v4('192.0.2.3', '8.8.8.8')), up(v4('192.0.2.4', '8.8.8.8'))]).toEqual(['pass', 'not-ours'])
    expect([up(v6('2001:db8::1', '2001:db8:2::1')), up(v6('2001:db8::2', '2001:db8:2::1'))]).toEqual([
      'pass',
      'not-ours',
    ])
    expect([down(v4('8.8.8.8', '192.0.2.0')), down(v4('192.0.2.1', '8.8.8.8'))]).toEqual(['pass', 'not-ours'])
  })

  it('keeps what belongs to the link there', () => {
    const all = [
      v4('192.0.2.1', '224.0.0.251'),
      v4('169.254.1.1', '8.8.8.8'),
      v6('fe80::1', '2001:db8::2'),
      v6('2001:db8::1', 'ff02::2'),
    ]
    expect(all.map(up)).toEqual(Array(4).fill('link-local'))
  })

  it('never lets the connection to the proxy go round in a circle', () => {
    expect([up(toPort(443)), up(toPort(444))]).toEqual(['own-connection', 'pass'])
    expect(up(v4('192.0.2.1', '203.0.113.5', 1))).toBe('pass')
  })

  it('knows what is no packet', () => {
    expect([up(hex('')), up(hex('45')), down(new Uint8Array(60))]).toEqual(['no-packet', 'no-packet', 'no-packet'])
  })
})

describe('what the sender of a packet that does not fit is told (RFC 9484 section 10.1)', () => {
  it('is the size that does', () => {
    for (const big of [
      ipv4.write({
        source: '192.0.2.1',
        destination: '8.8.8.8',
        protocol: 6,
        payload: new Uint8Array(1400),
        flags: ipv4.DF,
      }),
      ipv6.write({source: '2001:db8::1', destination: '2001:db8::2', nextHeader: 6, payload: new Uint8Array(1400)}),
    ]) {
      const answer = packet.read(new Cursor(tooBig(big, 1300) ?? hex('')))
      const about = packet.read(new Cursor(big))
      expect([answer.source, answer.destination]).toEqual([about.destination, about.source])
      expect(packet.problems(answer)).toEqual([])
      const message = readIcmp(new Cursor(packet.upper(answer).payload))
      expect(icmpProblems(message, answer)).toEqual([])
      const said = interpret(answer.version, message)
      expect(said).toMatchObject({kind: 'packet-too-big', mtu: 1300})
      expect('quote' in said && show(said.quote.subarray(0, 20))).toBe(show(big.subarray(0, 20)))
      // No error about an error.
      expect(
        tooBig(packet.write({...answer, ...(answer.version === 4 && {flags: ipv4.DF, checksum: undefined})}), 100),
      ).toBeUndefined()
    }
  })

  it('is nothing where it could have been fragmented, or is no packet', () => {
    const fields = {source: '192.0.2.1', destination: '8.8.8.8', protocol: 6, payload: new Uint8Array(1400)}
    expect(tooBig(ipv4.write(fields), 1300)).toBeUndefined()
    expect(tooBig(ipv4.write({...fields, flags: ipv4.DF, fragmentOffset: 8}), 1300)).toBeUndefined()
    expect(tooBig(hex('00'), 1300)).toBeUndefined()
  })
})

describe('an IP forwarder', () => {
  const open: AsyncDisposable[] = []
  afterEach(async () => {
    for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
  })

  function world(options: {readonly answers?: boolean; readonly frameBytes?: number | undefined} = {}) {
    const {answers = true} = options
    const clock = new VirtualClock()
    const {transport, listener} = memoryPair(clock, seeded(4), {delayMs: 5, frameBytes: 1401, ...options})
    open.push(transport, listener)
    const proxies: IpTunnel[] = []
    void (async () => {
      for await (const incoming of listener.incoming) {
        const ip = new IpTunnel(incoming.accept({status: 200, headers: []}))
        proxies.push(ip)
        if (answers) void serve(ip, proxies.length)
      }
    })()
    const log: string[] = []
    const toHost: string[] = []
    const ran: string[] = []
    const pump = new Pump(() => log.push('own connection'))
    pump.device = {
      send: bytes => {
        toHost.push(show(bytes))
        return 'sent'
      },
    }
    const configurator = new Configurator({
      device: 'masque0',
      apply: true,
      iproute: {
        run: words => {
          ran.push(words.join(' '))
          return Promise.resolve(undefined)
        },
        ask: () => Promise.resolve(undefined),
      },
      onStep: () => undefined,
      onProblem: () => undefined,
    })
    const request = {template: parseIpTemplate(defaultIpTemplate('proxy.example'))}
    const openTunnel: IpForwardOptions['open'] = async signal => {
      const opened = await openIp(transport, request, signal)
      return opened.kind === 'tunnel' ? {ip: opened.ip, proxy: '203.0.113.5:443'} : whyNot(opened)
    }
    const forwarder = new IpForwarder({
      clock,
      open: openTunnel,
      pump,
      configurator,
      wanted: [
        {address: '0.0.0.0', prefixLength: 32},
        {address: '::', prefixLength: 128},
      ],
      defaultRoute: false,
      timeoutMs: 3000,
      events: {
        onPlan: ({addresses}) => log.push(`plan ${addresses.join(' ')}`),
        onEnded: why => log.push(`ended: ${why}`),
        onNoTunnel: why => log.push(`no tunnel: ${why}`),
      },
    })
    const stop = new AbortController()
    const first = async (): Promise<Tunnelled> => {
      const opened = await clock.run(openTunnel(stop.signal))
      if (typeof opened === 'string') throw new Error(opened)
      return opened
    }
    return {clock, forwarder, first, proxies, pump, log, ran, toHost, stop}
  }

  /** Answers in IPv4 only: the other request stays open, as with proxies that have no IPv6. */
  async function serve(ip: IpTunnel, number: number): Promise<void> {
    await ip.changed(new AbortController().signal)
    await ip.assign([mine(`192.0.2.${number}`, 32)])
    await ip.advertise([NET])
  }

  it('configures what it is told, carries packets, and takes the next tunnel when one ends', async () => {
    const {clock, forwarder, first, proxies, pump, log, ran, toHost, stop} = world()
    const tunnel = await first()
    expect(await clock.run(forwarder.begin(tunnel, stop.signal))).toBeUndefined()
    const running = forwarder.run(tunnel, stop.signal)
    running.catch(() => undefined)
    await clock.advance(3000)
    expect(log.at(-1)).toBe('plan 192.0.2.1')
    expect(ran).toContain('-4 route add 198.51.100.0/24 dev masque0')

    const out = ipv4.write({source: '192.0.2.1', destination: '198.51.100.9', protocol: 17, payload: ascii('up')})
    pump.up(out, 0, out.length)
    const back = ipv4.write({source: '198.51.100.9', destination: '192.0.2.1', protocol: 17, payload: ascii('down')})
    await proxies[0]?.send(back)
    await proxies[0]?.send(
      ipv4.write({source: '198.51.100.9', destination: '192.0.2.99', protocol: 17, payload: ascii('')}),
    )
    await clock.advance(100)
    const arrived = await proxies[0]?.received().next()
    expect(arrived && !arrived.done && show(arrived.value.packet)).toBe(show(out))
    expect(toHost).toEqual([show(back)])
    expect(pump.counts).toMatchObject({up: {packets: 1}, down: {packets: 1}, dropped: {notOurs: 1}})

    await proxies[0]?.[Symbol.asyncDispose]()
    await clock.advance(5000)
    expect(log.filter(line => !line.startsWith('plan'))).toEqual(['ended: the peer ended the stream'])
    expect(log.at(-1)).toBe('plan 192.0.2.2')
    expect(ran).toContain('-4 address del 192.0.2.1/32 dev masque0')
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
  })

  it('tells who sent too much how much fits', async () => {
    const {clock, forwarder, first, pump, toHost, stop} = world()
    const tunnel = await first()
    await clock.run(forwarder.begin(tunnel, stop.signal))
    const running = forwarder.run(tunnel, stop.signal)
    running.catch(() => undefined)
    const fields = {
      source: '192.0.2.1',
      destination: '198.51.100.9',
      protocol: 6,
      payload: new Uint8Array(1390),
      flags: ipv4.DF,
    }
    const big = ipv4.write(fields)
    pump.up(big, 0, big.length)
    await clock.advance(100)
    expect(pump.counts.dropped.tooLarge).toBe(1)
    const answer = packet.read(new Cursor(hex(toHost[0] ?? '')))
    const message = readIcmp(new Cursor(packet.upper(answer).payload))
    expect(interpret(4, message)).toMatchObject({kind: 'packet-too-big', mtu: 1400})
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
  })

  it('says that no address came, or that all were declined', async () => {
    const silent = world({answers: false})
    const waiting = silent.forwarder.begin(await silent.first(), silent.stop.signal)
    expect(await silent.clock.run(waiting)).toBe('the proxy opened the tunnel, but assigned no address within 3 s')
    const declining = world({answers: false})
    const asked = declining.forwarder.begin(await declining.first(), declining.stop.signal)
    await declining.clock.advance(100)
    const proxy = declining.proxies[0]!
    void proxy.assign(proxy.state.requestsOfPeer.map(refusal))
    expect(await declining.clock.run(asked)).toBe('the proxy declined every address that was asked for')
  })
})
