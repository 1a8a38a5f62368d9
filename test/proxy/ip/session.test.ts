/** CONNECT-IP at the reference proxy: requests, addresses, routes, and the end; each decision, and what changes with it. */
import {describe, expect, it} from 'vitest'
import type {IpOpened} from '../../../src/lib/tunnel/connect-ip.js'
import {HOSTS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import type {AddressPolicy} from '../../../src/lib/spec/ip-policy.js'
import {Token, parseItems} from '../../../src/lib/wire/structured-field.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import {datagram, echo, words} from './support/packets.js'
import {TEMPLATE, world, type Client} from './support/world.js'

function statusOf(opened: IpOpened): number | string {
  return opened.kind === 'refused' ? opened.refusal.status : opened.kind
}

function errorOf(opened: IpOpened): string {
  if (opened.kind !== 'refused') return opened.kind
  const lines = opened.refusal.headers.filter(([name]) => name === 'proxy-status').map(([, value]) => value)
  const parsed = parseItems(lines)
  const error = 'problem' in parsed ? undefined : parsed.value[0]?.parameters.get('error')
  return error instanceof Token ? error.toString() : 'none'
}

const assigned = ({ip}: Client): string[] =>
  ip.state.assignedToUs.map(({requestId, address, prefixLength}) => `${requestId}: ${address}/${prefixLength}`)
const routes = ({ip}: Client): string[] =>
  ip.state.routesOfPeer.map(({start, end, protocol}) => `${start === end ? start : `${start}-${end}`} ${protocol}`)

describe('requests', () => {
  it.each([
    ['192.0.2.1/33', undefined],
    ['192.0.2.1/24', undefined],
    ['2001:db8::1/64', undefined],
    ['fe80::1%eth0', undefined],
    ['203.0.113.0/24/8', undefined],
    ['not a name', undefined],
    ['*', 44],
    ['*', 0],
  ])('target %s, protocol %s: refused as malformed', async (target, ipproto) => {
    const scope = {target, ...(ipproto !== undefined && {ipproto})}
    const opened = await world().open({scope})
    expect([statusOf(opened), errorOf(opened)]).toEqual([400, 'http_request_error'])
  })

  it.each(['256', '-1', 'udp', '0x11', ''])('protocol %j: refused as malformed', async ipproto => {
    const {transport, clock} = world()
    const path = `/.well-known/masque/ip/%2A/${ipproto}/`
    const request = {method: 'CONNECT', protocol: 'connect-ip', scheme: 'https', authority: 'proxy.example', path}
    const opened = await clock.run(transport.open({...request, headers: []}, new AbortController().signal))
    expect(opened.kind === 'refused' ? opened.refusal.status : opened.kind).toBe(400)
  })

  it('a name is resolved before the answer, and each of its addresses is a route', async () => {
    const client = await world().client({scope: {target: 'ECHO.example', ipproto: 17}})
    expect(routes(client)).toEqual([`${HOSTS.echo.addresses[4]} 17`, `${HOSTS.echo.addresses[6]} 17`])
    const unknown = await world().open({scope: {target: 'nobody.example'}})
    expect([statusOf(unknown), errorOf(unknown)]).toEqual([502, 'dns_error'])
  })

  it('a prefix has one family, and so have the addresses', async () => {
    const client = await world().client({scope: {target: '203.0.113.0/25'}})
    expect(client.ip.state.assignedToUs.map(({prefixLength}) => prefixLength)).toEqual([32])
    expect(routes(client)).toEqual(['203.0.113.0-203.0.113.127 0'])
  })

  it('what no route leads to, and what must not be reached, is refused at once', async () => {
    const {open} = world()
    expect(errorOf(await open({scope: {target: '10.0.0.0/8'}}))).toBe('destination_ip_unroutable')
    const strict = world({ip: {packets: {mayReach: () => false}}})
    expect(errorOf(await strict.open({scope: {target: 'echo.example'}}))).toBe('destination_ip_prohibited')
  })

  it('access can depend on what is asked for', async () => {
    const {open} = world({ip: {session: {refuses: (_, protocol) => (protocol === 17 ? undefined : 'UDP only')}}})
    expect(statusOf(await open())).toBe(400)
    expect(statusOf(await open({scope: {ipproto: 17}}))).toBe('tunnel')
  })

  it('no addresses left: refused, and when one comes back it is given again', async () => {
    const {open, client, settle} = world({pools: ['192.0.2.0/29']})
    const first = await client()
    for (let n = 0; n < 4; n++) await client()
    const last = await open()
    expect([statusOf(last), errorOf(last)]).toEqual([503, 'connection_limit_reached'])
    await first.say(ip => ip.tunnel.finish())
    await settle()
    expect(assigned(await client())).toEqual(assigned(first))
  })

  it('or opened without any, if the policy says so', async () => {
    const {client} = world({pools: ['192.0.2.0/29'], ip: {session: {onExhausted: () => 'open'}}})
    for (let n = 0; n < 5; n++) await client()
    expect((await client()).ip.state.received).toEqual({assignments: 0, requests: 0, advertisements: 0})
  })

  it('without CONNECT-IP on offer there is no such protocol', async () => {
    const {transport, clock} = world()
    const request = {method: 'CONNECT', scheme: 'https', authority: 'proxy.example', headers: []}
    const opened = await clock.run(
      transport.open({...request, protocol: 'connect-ip', path: '/elsewhere'}, new AbortController().signal),
    )
    expect(opened.kind === 'refused' ? opened.refusal.status : opened.kind).toBe(404)
    expect(TEMPLATE.match('/elsewhere')).toBeUndefined()
  })
})

describe('addresses', () => {
  it('no two clients have one, unless the policy lets them', async () => {
    const {client} = world()
    const clients = [await client(), await client(), await client()]
    expect(new Set(clients.map(one => one.address(4))).size).toBe(3)
    expect(new Set(clients.map(one => one.address(6))).size).toBe(3)
    const faulty = world({ip: {addresses: {overlapping: true}}})
    expect((await faulty.client()).address(4)).toBe((await faulty.client()).address(4))
  })

  it('requests are answered each by its number, in a list of everything', async () => {
    const {client, settle} = world()
    const one = await client()
    const before = assigned(one)
    await one.say(ip =>
      ip.requestAddresses([
        {address: '0.0.0.0', prefixLength: 32},
        {address: '192.0.2.200', prefixLength: 32},
        {address: '::', prefixLength: 120},
      ]),
    )
    await settle()
    expect(assigned(one).slice(0, 2)).toEqual(before)
    expect(assigned(one).slice(2)).toMatchObject([
      expect.stringMatching(/^1: 192\.0\.2\.\d+\/32$/),
      '2: 192.0.2.200/32',
      expect.stringMatching(/^3: 2001:db8:1:.*\/120$/),
    ])
    expect(one.ip.state.requestsOpen).toEqual([])
    const [echoed] = await one.ask(echo('192.0.2.200', HOSTS.echo.addresses[4]))
    expect(words(echoed!)).toBe(`${HOSTS.echo.addresses[4]} > 192.0.2.200 ttl 61: echo-reply 1, 8`)
  })

  it('what cannot be given is declined with zeroes; more than enough as well', async () => {
    const {client, settle} = world({pools: ['192.0.2.0/24']})
    const one = await client()
    await one.say(ip => ip.requestAddresses([{address: '::', prefixLength: 128}]))
    await settle()
    expect(one.ip.state.refusedToUs).toEqual([{requestId: 1n, address: '::', prefixLength: 128}])
    expect(assigned(one)).toHaveLength(1)
    await one.say(ip => ip.requestAddresses(Array.from({length: 20}, () => ({address: '0.0.0.0', prefixLength: 32}))))
    await settle()
    expect(assigned(one)).toHaveLength(16)
    expect(one.ip.state.refusedToUs).toHaveLength(5)
    // Nothing is said twice.
    expect(one.ip.state.remarks).toEqual([])
  })

  it('a short prefix is cut down to what a client can have', async () => {
    const {client, settle} = world()
    const one = await client()
    await one.say(ip => ip.requestAddresses([{address: '0.0.0.0', prefixLength: 8}]))
    await settle()
    expect(assigned(one).at(-1)).toMatch(/\/29$/)
  })

  it.each<readonly [string, Partial<AddressPolicy>, readonly string[]]>([
    ['left without an answer', {onRequest: () => 'ignore'}, []],
    ['declined', {onRequest: () => 'refuse'}, ['1: 0.0.0.0/32']],
    [
      'declined in another form',
      {onRequest: () => 'refuse', refusal: () => ({address: '0.0.0.0', prefixLength: 31})},
      ['1: 0.0.0.0/31'],
    ],
    ['answered to nobody', {answerId: () => 0n, grantsWishes: true}, ['0: 192.0.2.200/32']],
  ])('a request can be %s: faults of the policy’s making', async (_, addresses, expected) => {
    const {client, settle} = world({ip: {addresses: {onOpen: () => [], ...addresses}}})
    const one = await client()
    await one.say(ip => ip.requestAddresses([{address: '192.0.2.200', prefixLength: 32}]))
    await settle()
    const refused = one.ip.state.refusedToUs.map(
      ({requestId, address, prefixLength}) => `${requestId}: ${address}/${prefixLength}`,
    )
    expect([...assigned(one), ...refused]).toEqual(expected)
  })

  it('an address that was given back is another’s only after a while', async () => {
    const {client, settle} = world()
    const first = await client()
    await first.say(ip => ip.tunnel.finish())
    await settle()
    expect(assigned(await client())).not.toEqual(assigned(first))
  })
})

describe('routes', () => {
  it('can be what they should not be: faults of the policy’s making', async () => {
    const none = await world({ip: {routes: {advertise: () => undefined}}}).client()
    expect(none.ip.state.received.advertisements).toBe(0)
    const backwards = world({ip: {routes: {advertise: ranges => ranges.toReversed()}}})
    const client = await backwards.client()
    expect(client.ip.state.breaches).not.toEqual([])
  })

  it('of the client are noted, and nothing is sent there', async () => {
    const {client, settle} = world()
    const one = await client()
    await one.say(ip => ip.assign([{requestId: 0n, address: '198.18.0.1', prefixLength: 32}]))
    await one.say(ip => ip.advertise([{start: '198.18.0.0', end: '198.18.0.255', protocol: 0}]))
    await settle()
    const other = await client()
    expect((await other.ask(datagram(other.address(4), '198.18.0.7', 9))).map(words)).toEqual([
      `192.0.2.1 > ${other.address(4)} ttl 64: unreachable 0 about 198.18.0.7`,
    ])
    expect(one.packets).toEqual([])
  })

  it('of the client lead there, if the policy says so', async () => {
    const {client, settle, network} = world({ip: {routes: {behindClient: told => told}}})
    const one = await client()
    await one.say(ip => ip.advertise([{start: '198.18.0.0', end: '198.18.0.255', protocol: 0}]))
    await settle()
    network.receiver?.onPacket(datagram('203.0.113.7', '198.18.0.7', 9))
    await settle()
    expect(one.packets.map(words)).toEqual(['203.0.113.7 > 198.18.0.7 ttl 63: udp 4000 > 9, 8'])
    expect((await one.ask(echo('198.18.0.7', HOSTS.echo.addresses[4]))).map(words)).toEqual([
      `${HOSTS.echo.addresses[4]} > 198.18.0.7 ttl 61: echo-reply 1, 8`,
    ])
  })
})

describe('between clients', () => {
  it('nothing passes, and who tries is told', async () => {
    const {client} = world()
    const [one, two] = [await client(), await client()]
    expect((await one.ask(echo(one.address(6), two.address(6)))).map(words)).toEqual([
      `2001:db8:1::1 > ${one.address(6)} ttl 64: unreachable 1 about ${two.address(6)}`,
    ])
    expect(two.packets).toEqual([])
  })

  it('or everything does, with one hop taken, and the pools are routes then', async () => {
    const {client, policy} = world({
      ip: {packets: {onTrouble: trouble => (trouble === 'other-client' ? 'forward' : 'drop')}},
    })
    expect(policy.ip.packets.onTrouble('no-route', 'up')).toBe('drop')
    const [one, two] = [await client(), await client()]
    expect(routes(one)).toContain('192.0.2.0-192.0.2.255 0')
    await one.send(echo(one.address(4), two.address(4)))
    expect(two.packets.map(words)).toEqual([`${one.address(4)} > ${two.address(4)} ttl 63: echo-request 1, 8`])
  })
})

describe('frames and IPv6', () => {
  it('too small for 1280 octets: no IPv6, after some patience; a request for it is declined', async () => {
    const {client, settle} = world({frameBytes: 1200})
    const one = await client()
    await settle(2100)
    expect(assigned(one)).toHaveLength(1)
    expect(routes(one).filter(route => route.includes(':'))).toEqual([])
    await one.say(ip => ip.requestAddresses([{address: '::', prefixLength: 128}]))
    await settle(2100)
    expect(one.ip.state.refusedToUs).toHaveLength(1)
  })

  it('just large enough, and capsules: both families', async () => {
    expect(assigned(await world({frameBytes: 1281}).client())).toHaveLength(2)
    expect(assigned(await world({frameBytes: undefined}).client())).toHaveLength(2)
    expect(assigned(await world({frameBytes: 1280}).client())).toHaveLength(1)
  })
})

describe('the end', () => {
  it('idle for long, the stream is closed with the tunnel; activity puts it off', async () => {
    const {client, settle, log} = world()
    const one = await client()
    await settle(200_000)
    await one.ask(echo(one.address(4), HOSTS.echo.addresses[4]))
    await settle(200_000)
    expect(log).toEqual([])
    await settle(50_000)
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(/\* protocol \*: 1 up, 1 down, 0 dropped, 0 answered by ICMP/)
  })

  it('never, if the policy says so', async () => {
    const {client, settle, log} = world({ip: {session: {idleTimeoutMs: undefined}}})
    await client()
    await settle(10_000_000)
    expect(log).toEqual([])
  })
})

describe('what the client may not say', () => {
  const garbage: readonly (readonly [string, bigint, readonly number[]])[] = [
    ['an assignment that is cut off', 1n, [0, 4, 192]],
    ['an IP version that is none', 1n, [0, 5, 1, 2, 3, 4, 32]],
    ['a prefix longer than an address', 1n, [0, 4, 192, 0, 2, 1, 33]],
    ['bits behind the prefix', 1n, [0, 4, 192, 0, 2, 1, 24]],
    ['a request for nothing', 2n, []],
    ['a request with the number 0', 2n, [0, 4, 0, 0, 0, 0, 32]],
    ['one number for two requests', 2n, [1, 4, 0, 0, 0, 0, 32, 1, 4, 0, 0, 0, 0, 32]],
    ['a range that ends before it starts', 3n, [4, 2, 0, 0, 0, 1, 0, 0, 0, 0]],
    ['ranges out of order', 3n, [4, 2, 0, 0, 0, 2, 0, 0, 0, 0, 4, 1, 0, 0, 0, 1, 0, 0, 9, 0]],
  ]

  it.each(garbage)('%s: the tunnel is given up, its addresses come back', async (_, type, value) => {
    const {client, settle, log, service} = world()
    const one = await client()
    await one.say(ip => ip.tunnel.send({kind: 'capsule', type, value: Uint8Array.from(value)}))
    await settle()
    expect(log).toHaveLength(1)
    expect(log[0]).toContain('we aborted the tunnel: ')
    expect(service.find(one.address(4))).toBeUndefined()
  })

  it.each(garbage)('%s: or noted, and life goes on', async (_, type, value) => {
    const {client, log} = world({ip: {session: {onBreach: 'record'}}})
    const one = await client()
    await one.say(ip => ip.tunnel.send({kind: 'capsule', type, value: Uint8Array.from(value)}))
    expect(await one.ask(echo(one.address(4), HOSTS.echo.addresses[4]))).toHaveLength(1)
    expect(log).toEqual([])
  })

  it('capsules of other kinds are skipped', async () => {
    const one = await world().client()
    await one.say(ip => ip.tunnel.send({kind: 'capsule', type: 0x2faf0bn, value: new Uint8Array(5000)}))
    expect(await one.ask(echo(one.address(4), HOSTS.echo.addresses[4]))).toHaveLength(1)
  })

  it.each([
    ['drop', 0],
    ['forward', 1],
    ['close', 0],
  ] as const)('datagrams in a context that nobody registered: %s', async (action, replies) => {
    const {client, policy} = world()
    Object.assign(policy.tunnel, {onUnknownContext: () => action})
    const one = await client()
    const before = one.packets.length
    await one.say(ip => ip.sendInContext(2n, echo(one.address(4), HOSTS.echo.addresses[4])))
    await one.send(new Uint8Array(0))
    expect(one.packets.length - before).toBe(replies)
    const again = one.ip.send(echo(one.address(4), HOSTS.echo.addresses[4]))
    expect(await again).toBe(action === 'close' ? 'closed' : 'accepted')
  })

  it('garbage on the stream ends this tunnel, and no other', async () => {
    const {client, settle} = world()
    const [bad, good] = [await client(), await client()]
    const piece = capsule.write(2n, new Uint8Array(0))
    await bad.say(ip => ip.tunnel.raw(concat(piece, Uint8Array.of(0xff, 0xff))))
    await bad.say(ip => ip.tunnel.finish())
    await settle()
    expect(await good.ask(echo(good.address(6), HOSTS.echo.addresses[6]))).toHaveLength(1)
  })
})
