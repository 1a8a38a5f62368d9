/** The reference proxy over the memory transport and the memory network: every point of RFC 9298 it can keep. */
import {describe, expect, it} from 'vitest'
import {memoryPair, type MemoryOptions} from '../../src/lib/http/memory.js'
import type {Opened, TunnelRequest, Unit} from '../../src/lib/http/transport.js'
import {MemoryInternet, type PathOptions} from '../../src/lib/net/memory.js'
import type {ArrivedPacket, UdpSocket} from '../../src/lib/net/net.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {runProxy} from '../../src/lib/proxy/proxy.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import type {Policy} from '../../src/lib/spec/policy.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {openUdp, type UdpOpened, type UdpTunnel} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../src/lib/tunnel/template.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {Token, parseItems} from '../../src/lib/wire/structured-field.js'
import {makeCertificate} from '../support/certificate.js'
import {ascii, show} from '../support/bytes.js'

const TEMPLATE = parseTemplate(defaultTemplate('proxy.example'))
const PROXY = '198.51.100.1'
const TARGET = '192.0.2.7'
const never = new AbortController().signal

type DeepPartial<T> = {readonly [Key in keyof T]?: Partial<T[Key]>}

interface WorldOptions extends MemoryOptions {
  readonly policy?: DeepPartial<Policy>
  readonly path?: PathOptions
  readonly certificatePem?: string
}

interface Seen {
  readonly payload: string
  readonly from: string
  readonly tos: number | undefined
  readonly ttl: number | undefined
}

function world(options: WorldOptions = {}) {
  const clock = new VirtualClock()
  const random = seeded(11)
  const internet = new MemoryInternet(clock, random, {delayMs: 2})
  if (options.path) internet.setPath(PROXY, TARGET, {delayMs: 2, ...options.path})
  const net = internet.host(PROXY, '2001:db8::1')
  const base = honestPolicy(new AllowList([]))
  const {policy: changes = {}} = options
  const policy: Policy = {
    wire: {...base.wire, ...changes.wire},
    http: {...base.http, ...changes.http},
    tunnel: {...base.tunnel, ...changes.tunnel},
    egress: {...base.egress, ...changes.egress},
    ip: {...base.ip, ...changes.ip},
  }
  const {transport, listener} = memoryPair(clock, random, {delayMs: 5, ...options})
  const log: string[] = []
  const running = runProxy(listener, {
    net,
    clock,
    policy,
    template: TEMPLATE,
    onLog: line => log.push(line),
    ...(options.certificatePem && {certificatePem: options.certificatePem}),
  })

  const targetHost = internet.host(TARGET, '2001:db8:2::7')
  function target(local: string, echo = true): {socket: UdpSocket; seen: Seen[]} {
    const seen: Seen[] = []
    const socket: UdpSocket = targetHost.udp(
      {local},
      {
        onPacket: ({bytes, start, end, from, tos, ttl}: ArrivedPacket) => {
          seen.push({payload: show(bytes.subarray(start, end)), from, tos, ttl})
          if (echo) socket.send(bytes.slice(start, end), {to: from, tos: 3})
        },
      },
    )
    return {socket, seen}
  }

  const open = (to: string): Promise<UdpOpened> =>
    clock.run(openUdp(transport, {template: TEMPLATE, target: parseTarget(to)}, never))
  async function tunnel(to: string): Promise<UdpTunnel> {
    const opened = await open(to)
    if (opened.kind !== 'tunnel') throw new Error(`no tunnel: ${JSON.stringify(opened)}`)
    return opened.udp
  }
  const raw = (request: Partial<TunnelRequest>): Promise<Opened> =>
    clock.run(
      transport.open(
        {
          method: 'CONNECT',
          protocol: 'connect-udp',
          scheme: 'https',
          authority: 'proxy.example',
          path: '/',
          headers: [],
          ...request,
        },
        never,
      ),
    )
  return {clock, internet, transport, listener, running, log, target, open, tunnel, raw}
}

function statusOf(opened: Opened | UdpOpened): number | string {
  return opened.kind === 'refused' ? opened.refusal.status : opened.kind
}

function errorOf(opened: Opened | UdpOpened): string {
  if (opened.kind !== 'refused') return opened.kind
  const lines = opened.refusal.headers.filter(([name]) => name === 'proxy-status').map(([, value]) => value)
  const parsed = parseItems(lines)
  if ('problem' in parsed) return `unreadable: ${parsed.problem}`
  const error = parsed.value[0]?.parameters.get('error')
  return error instanceof Token ? error.toString() : 'none'
}

function collect(udp: UdpTunnel): string[] {
  const got: string[] = []
  void (async () => {
    for await (const {payload} of udp.received()) got.push(show(payload))
  })()
  return got
}

describe('requests that are not served', () => {
  it('answers like a web server without a page', async () => {
    const {raw} = world()
    expect(statusOf(await raw({method: 'GET', protocol: undefined, path: '/index.html'}))).toBe(404)
    expect(statusOf(await raw({path: '/somewhere/else'}))).toBe(404)
  })

  it('knows no classic CONNECT and no other upgrade token', async () => {
    const {raw} = world()
    expect(statusOf(await raw({protocol: undefined}))).toBe(405)
    expect(statusOf(await raw({protocol: 'websocket'}))).toBe(501)
  })

  it('is nobody but itself', async () => {
    const {certificatesPem} = await makeCertificate({names: ['proxy.example'], addresses: ['198.51.100.1']})
    const {raw} = world({certificatePem: certificatesPem})
    const path = '/.well-known/masque/udp/192.0.2.7/7/'
    expect(statusOf(await raw({authority: 'other.example', path}))).toBe(421)
    expect(statusOf(await raw({authority: 'proxy.example:4443', path}))).toBe('tunnel')
    expect(statusOf(await raw({authority: '198.51.100.1:4443', path}))).toBe('tunnel')
    expect(statusOf(await raw({authority: '[2001:db8::9]:4443', path}))).toBe(421)
  })

  it.each([
    '//443/',
    '/192.0.2.1//',
    '/192.0.2.1/0/',
    '/192.0.2.1/65536/',
    '/192.0.2.1/44x/',
    '/a%20b/443/',
    '/fe80%3A%3A1%25eth0/443/',
  ])('refuses the target %s with 400', async path => {
    const {raw} = world()
    const opened = await raw({path: `/.well-known/masque/udp${path}`})
    expect([statusOf(opened), errorOf(opened)]).toEqual([400, 'http_request_error'])
  })

  it('resolves names before it answers, and says what went wrong', async () => {
    const {internet, open, clock} = world()
    internet.names.set('slow.example', {answer: {addresses: [TARGET]}, delayMs: 3000})
    internet.names.set('servfail.example', {answer: {failure: 'temporary', detail: 'EAI_AGAIN'}})
    internet.names.set('dead.example', {answer: {addresses: [TARGET]}, delayMs: 60_000})
    const before = clock.now()
    expect(statusOf(await open('slow.example:7'))).toBe('tunnel')
    expect(clock.now() - before).toBeGreaterThanOrEqual(3000)
    const none = await open('none.example:7')
    expect([statusOf(none), errorOf(none)]).toEqual([502, 'dns_error'])
    const servfail = await open('servfail.example:7')
    expect([statusOf(servfail), errorOf(servfail)]).toEqual([504, 'dns_timeout'])
    const dead = await open('dead.example:7')
    expect([statusOf(dead), errorOf(dead)]).toEqual([504, 'dns_timeout'])
  })

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '224.0.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '240.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[fe80::1]',
    '[fd00::1]',
    '[ff02::1]',
  ])('does not let itself be used against %s', async host => {
    const {open} = world()
    const opened = await open(`${host}:53`)
    expect([statusOf(opened), errorOf(opened)]).toEqual([502, 'destination_ip_prohibited'])
  })

  it('judges the address, not the name', async () => {
    const {internet, open, target} = world()
    internet.names.set('inside.example', {answer: {addresses: ['127.0.0.1']}})
    internet.names.set('both.example', {answer: {addresses: ['127.0.0.1', TARGET]}})
    expect(errorOf(await open('inside.example:7'))).toBe('destination_ip_prohibited')
    const {seen} = target(`${TARGET}:7`)
    const opened = await open('both.example:7')
    expect(statusOf(opened)).toBe('tunnel')
    expect(seen).toEqual([])
  })
})

describe('an honest tunnel', () => {
  it('answers without waiting for the target, says so, and names the next hop', async () => {
    const {open} = world()
    const opened = await open('192.0.2.99:7')
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    expect(opened.response.status).toBe(200)
    expect(opened.response.headers).toEqual([
      ['capsule-protocol', '?1'],
      ['proxy-status', 'masque;next-hop="192.0.2.99:7"'],
    ])
  })

  it('carries payloads both ways unchanged, over IPv4 and IPv6', async () => {
    for (const address of [`${TARGET}:7`, '[2001:db8:2::7]:7']) {
      const {tunnel, target, clock} = world()
      const {seen} = target(address)
      const udp = await tunnel(address)
      const got = collect(udp)
      await udp.send(ascii('payload'))
      await udp.send(new Uint8Array(0))
      await clock.advance(50)
      expect(seen.map(({payload}) => payload)).toEqual([show(ascii('payload')), ''])
      expect(got).toEqual([show(ascii('payload')), ''])
    }
  })

  it('keeps one socket as long as the stream is open, and another for each tunnel', async () => {
    const {tunnel, target, clock} = world()
    const {seen} = target(`${TARGET}:7`)
    const [one, two] = [await tunnel(`${TARGET}:7`), await tunnel(`${TARGET}:7`)]
    for (let round = 0; round < 3; round++) {
      await one.send(ascii('one'))
      await two.send(ascii('two'))
      await clock.advance(100_000)
    }
    const sources = (text: string): Set<string> =>
      new Set(seen.filter(({payload}) => payload === show(ascii(text))).map(({from}) => from))
    expect([sources('one').size, sources('two').size]).toEqual([1, 1])
    expect([...sources('one')]).not.toEqual([...sources('two')])
  })

  it('sends Not-ECT and ignores marks that come in', async () => {
    const {tunnel, target, clock} = world()
    const {seen} = target(`${TARGET}:7`)
    const udp = await tunnel(`${TARGET}:7`)
    const got = collect(udp)
    await udp.send(ascii('x'))
    await clock.advance(50)
    expect(seen[0]?.tos).toBe(0)
    // The target's echo carried CE.
    expect(got).toHaveLength(1)
  })

  it('lets only the target in', async () => {
    const {tunnel, target, clock} = world()
    const {seen} = target(`${TARGET}:7`)
    const other = target(`${TARGET}:8`, false)
    const udp = await tunnel(`${TARGET}:7`)
    const got = collect(udp)
    await udp.send(ascii('hello'))
    await clock.advance(50)
    other.socket.send(ascii('intruder'), {to: seen[0]!.from})
    await clock.advance(50)
    expect(got).toEqual([show(ascii('hello'))])
  })

  it('drops what is too large for the egress, in silence, and never fragments', async () => {
    const {tunnel, target, clock} = world({path: {mtu: 1500}})
    const {seen} = target(`${TARGET}:7`)
    const udp = await tunnel(`${TARGET}:7`)
    const big = concat(Uint8Array.of(0), new Uint8Array(9000))
    for (let round = 0; round < 3; round++) {
      await clock.run(udp.tunnel.send({kind: 'datagram', carrier: 'capsule', payload: big}))
      await clock.advance(20)
    }
    await udp.send(ascii('canary'))
    await clock.advance(50)
    expect(seen.map(({payload}) => payload)).toEqual([show(ascii('canary'))])
  })

  it('drops what does not fit a frame, and does not send it as a capsule', async () => {
    const {tunnel, target, clock} = world({frameBytes: 1200})
    const {seen, socket} = target(`${TARGET}:7`)
    const udp = await tunnel(`${TARGET}:7`)
    const got = collect(udp)
    await udp.send(ascii('hello'))
    await clock.advance(50)
    socket.send(new Uint8Array(1400), {to: seen[0]!.from})
    socket.send(ascii('small'), {to: seen[0]!.from})
    await clock.advance(50)
    expect(got).toEqual([show(ascii('hello')), show(ascii('small'))])
  })

  it('drops unknown contexts and capsules quietly and goes on', async () => {
    const {tunnel, target, clock} = world()
    const {seen} = target(`${TARGET}:7`)
    const udp = await tunnel(`${TARGET}:7`)
    for (const context of [2n, 3n, 0x3ffen, (1n << 62n) - 1n]) await udp.sendInContext(context, ascii('stray'))
    await clock.run(udp.tunnel.send({kind: 'datagram', payload: new Uint8Array(0)}))
    await clock.run(udp.tunnel.send({kind: 'capsule', type: 0x2an, value: ascii('what?')}))
    await udp.sendInContext(0n, ascii('long way'), 8)
    await clock.advance(50)
    expect(seen.map(({payload}) => payload)).toEqual([show(ascii('long way'))])
  })

  it('aborts on a payload no UDP packet can have', async () => {
    const {tunnel, clock, target} = world()
    target(`${TARGET}:7`)
    const udp = await tunnel(`${TARGET}:7`)
    collect(udp)
    await clock.run(udp.tunnel.send({kind: 'datagram', carrier: 'capsule', payload: new Uint8Array(1 + 65_528)}))
    expect(await clock.run(udp.ended)).toMatchObject({by: 'peer', how: 'reset', code: 0x33n})
    const other = await tunnel(`${TARGET}:7`)
    collect(other)
    await clock.run(other.tunnel.send({kind: 'datagram', carrier: 'capsule', payload: new Uint8Array(100_000)}))
    expect(await clock.run(other.ended)).toMatchObject({by: 'peer', how: 'reset', code: 0x33n})
  })

  it('takes the largest payload there is', async () => {
    const {tunnel, target, clock} = world()
    const {seen} = target(`${TARGET}:7`, false)
    const udp = await tunnel(`${TARGET}:7`)
    await clock.run(udp.tunnel.send({kind: 'datagram', carrier: 'capsule', payload: new Uint8Array(1 + 65_507)}))
    await clock.advance(50)
    expect(seen.map(({payload}) => payload.length / 2)).toEqual([65_507])
  })

  it('outlives an ICMP error and still forwards', async () => {
    const {tunnel, target, clock} = world()
    const udp = await tunnel(`${TARGET}:7`)
    await udp.send(ascii('nobody there'))
    await clock.advance(50)
    const {seen} = target(`${TARGET}:7`)
    await udp.send(ascii('now'))
    await clock.advance(50)
    expect(seen.map(({payload}) => payload)).toEqual([show(ascii('now'))])
  })

  it('is idle for four minutes before it closes stream and socket; any packet starts again', async () => {
    const {tunnel, target, clock, log} = world()
    const {seen, socket} = target(`${TARGET}:7`, false)
    const udp = await tunnel(`${TARGET}:7`)
    let over = false
    void udp.ended.then(() => (over = true))
    collect(udp)
    await udp.send(ascii('x'))
    await clock.advance(200_000)
    socket.send(ascii('from outside'), {to: seen[0]!.from})
    await clock.advance(200_000)
    expect(over).toBe(false)
    await clock.advance(60_000)
    expect(over).toBe(true)
    expect(await udp.ended).toMatchObject({by: 'peer', how: 'finished'})
    expect(log.at(-1)).toContain('1 up, 1 down, 0 dropped')
  })

  it('releases the socket when the stream ends: later packets find nobody', async () => {
    const {tunnel, target, clock, internet} = world()
    const {seen} = target(`${TARGET}:7`, false)
    const udp = await tunnel(`${TARGET}:7`)
    await udp.send(ascii('x'))
    await clock.advance(50)
    await udp[Symbol.asyncDispose]()
    await clock.advance(50)
    const errors: string[] = []
    const late = internet
      .host(TARGET)
      .udp({local: `${TARGET}:8`}, {onPacket: () => undefined, onPathError: ({error}) => errors.push(error)})
    late.send(ascii('late'), {to: seen[0]!.from})
    await clock.advance(50)
    expect(errors).toEqual(['ECONNREFUSED'])
  })

  it('ends its tunnels when it stops', async () => {
    const {tunnel, listener, clock, running} = world()
    const udp = await tunnel(`${TARGET}:7`)
    await clock.run(Promise.resolve(listener[Symbol.asyncDispose]()))
    expect(await clock.run(udp.ended)).toMatchObject({by: 'peer', scope: 'connection'})
    await clock.run(running)
  })
})

describe('a policy with one answer changed', () => {
  const echoWorld = async (policy: DeepPartial<Policy>) => {
    const made = world({policy, frameBytes: 1200})
    const {seen, socket} = made.target(`${TARGET}:7`)
    const udp = await made.tunnel(`${TARGET}:7`)
    return {...made, seen, socket, udp, got: collect(udp)}
  }

  it('forwards unknown contexts, or closes on them', async () => {
    const forwarding = await echoWorld({tunnel: {onUnknownContext: () => 'forward'}})
    await forwarding.udp.sendInContext(2n, ascii('stray'))
    await forwarding.clock.advance(50)
    expect(forwarding.seen.map(({payload}) => payload)).toEqual([show(ascii('stray'))])
    const closing = await echoWorld({tunnel: {onUnknownContext: () => 'close'}})
    await closing.udp.sendInContext(2n, ascii('stray'))
    expect(await closing.clock.run(closing.udp.ended)).toMatchObject({how: 'reset', code: 0x33n})
  })

  it('sends large packets as capsules', async () => {
    const {udp, seen, socket, clock} = await echoWorld({tunnel: {onTooLargeForFrame: () => 'capsule'}})
    const units: Unit[] = []
    void (async () => {
      for await (const unit of udp.tunnel.received) units.push(unit)
    })()
    await udp.send(ascii('x'))
    await clock.advance(50)
    socket.send(new Uint8Array(1400), {to: seen[0]!.from})
    await clock.advance(50)
    expect(
      units.some(unit => unit.kind === 'datagram' && unit.carrier === 'capsule' && unit.payload.length === 1401),
    ).toBe(true)
  })

  it('marks packets', async () => {
    const {udp, seen, clock} = await echoWorld({egress: {tos: 2, ttl: 9}})
    await udp.send(ascii('x'))
    await clock.advance(50)
    expect(seen[0]).toMatchObject({tos: 2, ttl: 9})
  })

  it('filters by itself, well or badly, when the socket is not connected', async () => {
    for (const [acceptsFrom, expected] of [
      [(source: string, wanted: string) => source === wanted, 1],
      [() => true, 2],
    ] as const) {
      const {udp, seen, got, clock, target} = await echoWorld({egress: {connectedSocket: false, acceptsFrom}})
      await udp.send(ascii('x'))
      await clock.advance(50)
      target(`${TARGET}:8`, false).socket.send(ascii('intruder'), {to: seen[0]!.from})
      await clock.advance(50)
      expect(got).toHaveLength(expected)
    }
  })

  it('closes on ICMP, and idles too soon', async () => {
    const icmp = world({policy: {tunnel: {onIcmpError: () => 'close'}}})
    const udp = await icmp.tunnel(`${TARGET}:9`)
    collect(udp)
    await udp.send(ascii('x'))
    expect(await icmp.clock.run(udp.ended)).toMatchObject({how: 'reset', code: 0x10fn})
    const idle = await echoWorld({tunnel: {idleTimeoutMs: 30_000}})
    const before = idle.clock.now()
    await idle.clock.run(idle.udp.ended)
    expect(idle.clock.now() - before).toBeLessThan(31_000)
  })

  it('answers before it resolves', async () => {
    const {open, internet, clock} = world({policy: {http: {resolveFirst: false}}})
    internet.names.set('slow.example', {answer: {addresses: [TARGET]}, delayMs: 3000})
    const before = clock.now()
    expect(statusOf(await open('slow.example:7'))).toBe('tunnel')
    expect(clock.now() - before).toBeLessThan(1000)
    const none = await open('none.example:7')
    if (none.kind !== 'tunnel') throw new Error(none.kind)
    collect(none.udp)
    expect(await clock.run(none.udp.ended)).toMatchObject({how: 'reset', code: 0x10fn})
  })

  it('asks for credentials before anything else', async () => {
    const head = {status: 407, headers: [['proxy-authenticate', 'Basic realm="x"']] as const}
    const {raw} = world({policy: {http: {admit: () => head}}})
    expect(statusOf(await raw({path: '/anything'}))).toBe(407)
  })
})

describe('permission by address', () => {
  it('takes addresses, prefixes and any', () => {
    const list = new AllowList(['127.0.0.1', '10.1.0.0/16', 'fd00::/8'])
    expect(['127.0.0.1', '10.1.2.3', 'fd00::1'].every(ip => list.permits(ip))).toBe(true)
    expect(['127.0.0.2', '10.2.0.1', '::1'].some(ip => list.permits(ip))).toBe(false)
    expect(new AllowList(['any']).permits('::1')).toBe(true)
    expect(new AllowList([]).permits('8.8.8.8')).toBe(true)
    expect(new AllowList([]).permits('2001:db8::1')).toBe(true)
    expect(() => new AllowList(['10.0.0.0/99'])).toThrow(RangeError)
    expect(() => new AllowList(['everybody'])).toThrow("'any'")
  })
})
