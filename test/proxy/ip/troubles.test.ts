/** What is wrong with a packet, what the honest proxy does about it, and that the policy can say otherwise. */
import {describe, expect, it} from 'vitest'
import {inspect} from '../../../src/lib/proxy/ip/facts.js'
import {parsePrefix} from '../../../src/lib/proxy/ip/prefix.js'
import type {Trouble} from '../../../src/lib/spec/ip-policy.js'
import {chain, fragment, options as extensionOptions} from '../../../src/lib/wire/ip/extensions.js'
import * as tcp from '../../../src/lib/wire/tcp.js'
import {datapath, ROUTER, type DatapathOptions} from './support/datapath.js'
import {datagram, echo, packet, segment, words} from './support/packets.js'

const FAR = {4: '198.51.100.7', 6: '2001:db8:9::7'} as const

interface Case {
  readonly trouble: Trouble
  readonly what: string
  readonly make: (us: string, far: string, other: string) => Uint8Array
  /** What the client hears; undefined: nothing. */
  readonly says: string | undefined
  readonly setup?: DatapathOptions
}

const PREFIX = {4: '203.0.113.0/24', 6: '2001:db8:77::/48'} as const
const OTHER = {4: '203.0.113.200', 6: '2001:db8:5::5'} as const
const LOOSE_ROUTE = Uint8Array.of(131, 7, 4, 198, 51, 100, 9)

function cases(of: 4 | 6): readonly Case[] {
  const either = <T>(v4: T, v6: T): T => (of === 4 ? v4 : v6)
  const prohibited = either('unreachable 13', 'unreachable 1')
  const spoofed = {trouble: 'spoofed-source', says: either('unreachable 13', 'unreachable 5')} as const
  const nobody = {trouble: 'not-unicast', says: undefined} as const
  const toOther = {scope: {prefixes: [parsePrefix(PREFIX[of])], protocol: undefined}}
  const onlyUdp = {scope: {prefixes: undefined, protocol: 17}}
  const both: readonly Case[] = [
    {
      trouble: 'hop-limit',
      what: 'came with none left',
      make: (us, far) => echo(us, far, {ttl: 0}),
      says: 'time-exceeded 0',
    },
    {...spoofed, what: 'of somebody else', make: (_, far) => echo(OTHER[of], far)},
    {...spoofed, what: 'of another client', make: (_, far, other) => echo(other, far)},
    {...spoofed, what: 'of the proxy', make: (_, far) => echo(ROUTER[of], far)},
    {...nobody, what: 'multicast', make: us => datagram(us, either('224.0.0.251', 'ff02::fb'), 5353)},
    {...nobody, what: 'loopback', make: us => datagram(us, either('127.0.0.1', '::1'), 53)},
    {
      ...nobody,
      what: 'broadcast or mapped',
      make: us => datagram(us, either('255.255.255.255', '::ffff:192.0.2.7'), 67),
    },
    {
      trouble: 'link-local',
      what: 'the destination',
      make: us => echo(us, either('169.254.169.254', 'fe80::7')),
      says: undefined,
    },
    {
      trouble: 'out-of-scope',
      what: 'another target',
      make: (us, far) => datagram(us, far, 9),
      says: prohibited,
      setup: toOther,
    },
    {
      trouble: 'out-of-scope',
      what: 'another protocol',
      make: (us, far) => segment(us, far, {}),
      says: prohibited,
      setup: onlyUdp,
    },
    {
      trouble: 'other-client',
      what: 'by its address',
      make: (us, _, other) => datagram(us, other, 9),
      says: prohibited,
    },
    {
      trouble: 'no-route',
      what: 'nothing leads there',
      make: (us, far) => datagram(us, far, 9),
      says: 'unreachable 0',
      setup: {reachable: [PREFIX[of]]},
    },
    {
      trouble: 'prohibited',
      what: 'a private address',
      make: us => datagram(us, either('10.0.0.1', 'fd00::1'), 9),
      says: prohibited,
    },
    {
      trouble: 'malformed',
      what: 'longer than it says',
      make: (us, far) => Uint8Array.from([...echo(us, far), 0]),
      says: undefined,
    },
    {trouble: 'malformed', what: 'cut off', make: (us, far) => echo(us, far).subarray(0, -1), says: undefined},
  ]
  if (of === 6) return both
  const checksum = (us: string, far: string): Uint8Array => echo(us, far, {more: {checksum: 0x1234}})
  const sourceRoute = (us: string, far: string): Uint8Array => echo(us, far, {more: {options: LOOSE_ROUTE}})
  return [
    ...both,
    {trouble: 'malformed', what: 'with a wrong checksum', make: checksum, says: undefined},
    {trouble: 'source-routed', what: 'loosely', make: sourceRoute, says: undefined},
  ]
}

/** Everything that one packet of one client leads to, with another client beside it. */
function run(of: 4 | 6, make: Case['make'], setup: DatapathOptions = {}) {
  const {client, toNetwork} = datapath(setup)
  const [one, other] = [client(), client()]
  const sent = make(one.addresses[of], FAR[of], other.addresses[of])
  one.ip.fromClient(sent)
  return {sent, toNetwork, toClient: one.toClient, toOther: other.toClient}
}

describe.each([4, 6] as const)('what comes from the client, IPv%s', of => {
  it.each(cases(of))('$trouble ($what)', ({trouble, make, says, setup}) => {
    const {sent, toNetwork, toClient, toOther} = run(of, make, setup)
    expect({toNetwork, toOther}).toEqual({toNetwork: [], toOther: []})
    const {source, destination} = inspect(sent)!
    const error = `${ROUTER[of]} > ${source} ttl 64: ${says} about ${destination}`
    expect(toClient.map(words)).toEqual(says === undefined ? [] : [error])

    const silent = run(of, make, {...setup, packets: {onTrouble: () => 'drop'}})
    expect(silent).toMatchObject({toNetwork: [], toClient: [], toOther: []})

    const found: Trouble[] = []
    const lenient = run(of, make, {
      ...setup,
      packets: {
        onTrouble: one => {
          found.push(one)
          return one === trouble ? 'forward' : 'drop'
        },
      },
    })
    expect(found[0]).toBe(trouble)
    // Nothing else is wrong with it: on it goes, unchanged (to another client: one hop further).
    const gone = lenient.toNetwork.length + lenient.toOther.length
    expect(gone).toBe(found.length === 1 ? 1 : 0)
    if (lenient.toNetwork.length > 0) expect(lenient.toNetwork).toEqual([sent])
  })
})

describe('what comes from the client', () => {
  it('is sent on as it came: no hop taken, marks kept', () => {
    const {client, toNetwork} = datapath()
    const {ip, addresses} = client()
    const sent = [
      datagram(addresses[4], FAR[4], 9, {ttl: 1, tos: 0xb9, flags: 0}),
      echo(addresses[6], FAR[6], {ttl: 2, tos: 3}),
    ]
    for (const one of sent) ip.fromClient(one)
    expect(toNetwork).toEqual(sent)
  })

  it('a hop can be taken there too, and then one that has none left is answered', () => {
    const {client, toNetwork} = datapath({packets: {takesHop: () => true}})
    const {ip, addresses, toClient} = client()
    ip.fromClient(datagram(addresses[4], FAR[4], 9, {ttl: 2}))
    ip.fromClient(datagram(addresses[4], FAR[4], 9, {ttl: 1}))
    expect(toNetwork.map(words)).toEqual([`${addresses[4]} > ${FAR[4]} ttl 1: udp 4000 > 9, 8`])
    expect(toClient.map(words)).toEqual([`${ROUTER[4]} > ${addresses[4]} ttl 64: time-exceeded 0 about ${FAR[4]}`])
  })

  it('a protocol is looked for behind extension headers, and ICMP always passes', () => {
    const {client, toNetwork} = datapath({scope: {prefixes: undefined, protocol: 17}})
    const {ip, addresses, toClient} = client()
    const padding = extensionOptions(60, new Uint8Array(0))
    const behind = (protocol: number, payload: Uint8Array): Uint8Array => {
      const linked = chain([padding], protocol, payload)
      return packet(addresses[6], FAR[6], linked.nextHeader, linked.payload)
    }
    ip.fromClient(behind(17, datagram(addresses[6], FAR[6], 9).subarray(40)))
    ip.fromClient(echo(addresses[6], FAR[6]))
    expect(toNetwork).toHaveLength(2)
    ip.fromClient(
      behind(6, tcp.write({sourcePort: 1, destinationPort: 2, flags: 2}, {source: addresses[6], destination: FAR[6]})),
    )
    expect(toNetwork).toHaveLength(2)
    expect(toClient.map(words)).toEqual([`${ROUTER[6]} > ${addresses[6]} ttl 64: unreachable 1 about ${FAR[6]}`])
  })

  it('later fragments are never answered', () => {
    const {client, toNetwork} = datapath({reachable: []})
    const {ip, addresses, toClient} = client()
    ip.fromClient(datagram(addresses[4], FAR[4], 9, {more: {fragmentOffset: 8, flags: 0}}))
    const linked = chain([fragment({offset: 8, more: false, id: 1})], 17, new Uint8Array(8))
    ip.fromClient(packet(addresses[6], FAR[6], linked.nextHeader, linked.payload))
    expect({toNetwork, toClient}).toEqual({toNetwork: [], toClient: []})
  })

  it('echo to all nodes of the link is answered by the proxy alone; nothing else to it is', () => {
    const {client, toNetwork} = datapath()
    const {ip, addresses, toClient} = client()
    ip.fromClient(echo(addresses[6], 'ff02::1', {bytes: 1232}))
    ip.fromClient(datagram(addresses[6], 'ff02::1', 9))
    ip.fromClient(echo('2001:db8:5::5', 'ff02::1'))
    expect(toNetwork).toEqual([])
    expect(toClient.map(words)).toEqual([`${ROUTER[6]} > ${addresses[6]} ttl 64: echo-reply 1, 1232`])
  })

  it('the proxy offers its clients no services but echo', () => {
    const {client} = datapath()
    const {ip, addresses, toClient} = client()
    ip.fromClient(segment(addresses[4], ROUTER[4], {destinationPort: 22}))
    expect(toClient.map(words)).toEqual([`${ROUTER[4]} > ${addresses[4]} ttl 64: unreachable 13 about ${ROUTER[4]}`])
  })
})

describe('what goes to the client', () => {
  it('loses a hop once, on encapsulation, and keeps its marks', () => {
    const {client, arrive} = datapath()
    const {addresses, toClient} = client()
    arrive(datagram(FAR[4], addresses[4], 9, {ttl: 33, tos: 0xb9}))
    arrive(datagram(FAR[6], addresses[6], 9, {ttl: 33, tos: 0xb9}))
    expect(toClient.map(words)).toEqual([
      `${FAR[4]} > ${addresses[4]} ttl 32: udp 4000 > 9, 8`,
      `${FAR[6]} > ${addresses[6]} ttl 32: udp 4000 > 9, 8`,
    ])
    expect(toClient[0]![1]).toBe(0xb9)
  })

  it('behind a kernel, that has taken the hop already', () => {
    const {client, arrive} = datapath({kind: 'kernel'})
    const {addresses, toClient} = client()
    arrive(datagram(FAR[4], addresses[4], 9, {ttl: 33}))
    expect(toClient.map(words)).toEqual([`${FAR[4]} > ${addresses[4]} ttl 33: udp 4000 > 9, 8`])
  })

  it.each([4, 6] as const)('IPv%s: with no hop left it goes no further, and its sender is told', of => {
    const {client, arrive, toNetwork} = datapath()
    const {addresses, toClient} = client()
    arrive(datagram(FAR[of], addresses[of], 9, {ttl: 1}))
    expect(toClient).toEqual([])
    expect(toNetwork.map(words)).toEqual([`${ROUTER[of]} > ${FAR[of]} ttl 64: time-exceeded 0 about ${addresses[of]}`])
  })

  it.each([4, 6] as const)('IPv%s: too big for the tunnel, and its sender is told the MTU', of => {
    const {client, arrive, toNetwork} = datapath({mtu: 1350})
    const {addresses, toClient} = client()
    arrive(datagram(FAR[of], addresses[of], 9, {bytes: 1400}))
    expect(toClient).toEqual([])
    expect(toNetwork.map(words)).toEqual([
      `${ROUTER[of]} > ${FAR[of]} ttl 64: packet-too-big 1350 about ${addresses[of]}`,
    ])
    expect(toNetwork[0]!.length).toBe(of === 4 ? 576 : 1280)
  })

  it('IPv4 without DF is cut in pieces, unless the policy says otherwise', () => {
    const whole = (addresses: Record<4 | 6, string>): Uint8Array =>
      datagram(FAR[4], addresses[4], 9, {bytes: 1972, flags: 0, more: {options: Uint8Array.of(0x94, 4, 0, 0, 7, 3, 4)}})
    const {client, arrive, toNetwork} = datapath({mtu: 1000})
    const {addresses, toClient} = client()
    arrive(whole(addresses))
    expect(toNetwork).toEqual([])
    expect(toClient.map(words)).toEqual([
      `${FAR[4]} > ${addresses[4]} ttl 63: fragment 0+968…`,
      `${FAR[4]} > ${addresses[4]} ttl 63: fragment 968+968…`,
      `${FAR[4]} > ${addresses[4]} ttl 63: fragment 1936+44`,
    ])
    // Router alert goes with every piece, record route with the first alone.
    expect(toClient.map(([first]) => first! & 15)).toEqual([7, 6, 6])
    const strict = datapath({mtu: 1000, packets: {fragments: false}})
    strict.arrive(whole(strict.client().addresses))
    expect(strict.toNetwork.map(words)[0]).toMatch(/packet-too-big 1000/)
  })

  it('what is too big can go in a capsule', () => {
    const {client, arrive, toNetwork} = datapath({packets: {onTrouble: () => 'forward'}})
    const one = client()
    arrive(datagram(FAR[6], one.addresses[6], 9, {bytes: 1400}))
    expect(toNetwork).toEqual([])
    expect(one.capsules.map(words)).toEqual([`${FAR[6]} > ${one.addresses[6]} ttl 63: udp 4000 > 9, 1400`])
  })

  it('a tunnel too small for IPv6 is no tunnel: nobody is told an MTU below 1280', () => {
    const {client, arrive, toNetwork} = datapath({mtu: 1200})
    const one = client()
    arrive(datagram(FAR[6], one.addresses[6], 9, {bytes: 1200}))
    expect({toNetwork, tooSmall: one.tooSmall}).toEqual({toNetwork: [], tooSmall: 1})
  })

  it('is for its address, in its scope, and from a host', () => {
    const {client, arrive, toNetwork} = datapath({scope: {prefixes: [parsePrefix(PREFIX[4])], protocol: 17}})
    const {addresses, toClient} = client()
    arrive(datagram('203.0.113.9', addresses[4], 9))
    // A router on the way is in no scope, and its errors are what ICMP is for.
    arrive(echo(FAR[4], addresses[4]))
    expect(toClient).toHaveLength(2)
    arrive(datagram(FAR[4], addresses[4], 9))
    arrive(segment('203.0.113.9', addresses[4], {}))
    arrive(datagram('203.0.113.9', '192.0.2.250', 9))
    arrive(datagram('224.0.0.1', addresses[4], 9))
    arrive(datagram('169.254.0.1', addresses[4], 9))
    arrive(Uint8Array.of(1, 2, 3))
    expect({heard: toClient.length, toNetwork}).toEqual({heard: 2, toNetwork: []})
  })
})

describe('ICMP errors', () => {
  it('are limited in number, tunnel by tunnel', async () => {
    const {client, clock} = datapath({reachable: [], icmp: {rate: {perSecond: 10, burst: 5}}})
    const [one, two] = [client(), client()]
    for (let n = 0; n < 20; n++) one.ip.fromClient(datagram(one.addresses[4], FAR[4], 9))
    expect(one.toClient).toHaveLength(5)
    two.ip.fromClient(datagram(two.addresses[4], FAR[4], 9))
    expect(two.toClient).toHaveLength(1)
    await clock.advance(300)
    for (let n = 0; n < 20; n++) one.ip.fromClient(datagram(one.addresses[4], FAR[4], 9))
    expect(one.toClient).toHaveLength(8)
    expect(one.ip.counts).toMatchObject({dropped: 40, answered: 8})
  })

  it('can be about errors, quote less, and name another MTU: faults of the policy’s making', () => {
    const {client, arrive, toNetwork} = datapath({
      icmp: {
        quotedBytes: () => 28,
        says: (_, __, mtu) => ({kind: 'packet-too-big', mtu: mtu - 100}),
        answersAnyway: () => true,
      },
    })
    const {ip, addresses, toClient} = client()
    arrive(datagram(FAR[4], addresses[4], 9, {bytes: 1400}))
    expect(toNetwork.map(words)[0]).toContain('packet-too-big 1300')
    expect(toNetwork[0]).toHaveLength(56)
    ip.fromClient(toNetwork[0]!)
    expect(toClient).toHaveLength(1)
  })
})
