/** IP tunnels by hand: capsules and packets in words, and packets made here. */
import {describe, expect, it} from 'vitest'
import {conversation, packetWords} from '../../src/lib/shell/decode/packet.js'
import type {TunnelRequest} from '../../src/lib/http/transport.js'
import * as addressAssign from '../../src/lib/wire/connect-ip/address-assign.js'
import * as routeAdvertisement from '../../src/lib/wire/connect-ip/route-advertisement.js'
import {compose, interpret} from '../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../src/lib/wire/icmp/message.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as ip from '../../src/lib/wire/ip/packet.js'
import {hex, prefixes} from '../support/bytes.js'
import {ShellWorld, type Serve} from './world.js'

const ASSIGNED = addressAssign.write([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
const ROUTES = routeAdvertisement.write([{start: '198.51.100.0', end: '198.51.100.255', protocol: 0}])

/** Assigns an address, and answers pings as a host behind it would. */
const router: Serve = incoming => {
  const tunnel = incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]})
  void tunnel.send({kind: 'capsule', type: addressAssign.TYPE, value: ASSIGNED})
  void tunnel.send({kind: 'capsule', type: routeAdvertisement.TYPE, value: ROUTES})
  tunnel.sink = {
    onDatagram(bytes, start, end) {
      const answer = pong(bytes.slice(start + 1, end))
      if (answer) void tunnel.send({kind: 'datagram', payload: Uint8Array.of(0, ...answer)})
    },
  }
}

function pong(bytes: Uint8Array): Uint8Array | undefined {
  const packet = ip.read(new Cursor(bytes))
  const {protocol, payload} = ip.upper(packet)
  if (protocol !== 1) return undefined
  const meaning = interpret(4, icmp.read(new Cursor(payload)))
  if (meaning.kind !== 'echo-request') return undefined
  const ends = {source: packet.destination, destination: packet.source}
  const message = icmp.write(compose(4, {...meaning, kind: 'echo-reply'}), ends)
  return ip.write({...ends, protocol: 1, payload: message})
}

it('says what was assigned and routed, pings, and knows the answer', async () => {
  const world = new ShellWorld({serve: router})
  await world.run('open ip\nwait 100ms\npacket icmp-echo 198.51.100.7 --size 8\nexpect datagram within 1s\nshow')
  expect(
    world.lines.filter(line => /^#\d/.test(line)).map(line => line.replace(/^#\d+ +(.) \S+ +\S+ /, '$1 ')),
  ).toEqual([
    '- connected to 192.0.2.1:443 over HTTP/3 in 0.0ms',
    '> t1 CONNECT-IP *',
    '< t1 response 200; capsule-protocol: ?1',
    '< t1 capsule ADDRESS_ASSIGN (0x1) len 7 192.0.2.9/32',
    '- t1 the peer assigned 192.0.2.9/32',
    '< t1 capsule ROUTE_ADVERTISEMENT (0x3) len 10 198.51.100.0-198.51.100.255',
    '- t1 the peer routes 198.51.100.0-198.51.100.255',
    '> t1 DATAGRAM ctx 0 len 36 by frame IPv4 192.0.2.9 > 198.51.100.7 ICMP echo request, id 28017, sequence 1 hops 64 len 36',
    '< t1 DATAGRAM ctx 0 len 36 by frame, answer to #8 in 10.0ms IPv4 198.51.100.7 > 192.0.2.9 ICMP echo reply, id 28017, sequence 1 hops 64 len 36',
  ])
  expect(world.transcript).toContain('#     the peer assigned 192.0.2.9/32')
})

describe('requests', () => {
  it.each([
    ['open ip', '/.well-known/masque/ip/%2A/%2A/'],
    ['open ip --target 192.0.2.0/24 --ipproto 17', '/.well-known/masque/ip/192.0.2.0%2F24/17/'],
    ['open ip --path /elsewhere', '/elsewhere'],
  ])('%s', async (line, path) => {
    const asked: TunnelRequest[] = []
    const world = new ShellWorld({
      serve: incoming => {
        asked.push(incoming.request)
        void incoming.refuse({status: 501, headers: []})
      },
    })
    await world.run(line)
    expect(asked).toMatchObject([{method: 'CONNECT', protocol: 'connect-ip', path}])
  })
})

it('a capsule that breaks the rules is told, and the tunnel kept open to look', async () => {
  const world = new ShellWorld({
    serve: incoming => {
      const tunnel = incoming.accept({status: 200, headers: []})
      void tunnel.send({kind: 'capsule', type: routeAdvertisement.TYPE, value: hex('04c0000209c000020100')})
    },
  })
  await world.run('open ip; wait 1s; send hex:45')
  expect(world.transcript).toContain('WRONG')
  expect(world.transcript).toContain('a client must abort the tunnel for this (RFC 9484 section 4.7)')
  expect(world.outcomes.at(-1)).toEqual({outcome: 'done'})
})

it('packets need an IP tunnel, and an address to come from', async () => {
  const world = new ShellWorld()
  expect(await world.run('open udp 192.0.2.1:53; packet icmp-echo 192.0.2.7')).toMatchObject({outcome: 'failed'})
  expect(await world.run('open ip; packet icmp-echo 192.0.2.7')).toMatchObject({outcome: 'failed'})
  expect(await world.line('packet udp 192.0.2.7:53 "x" --from 192.0.2.9')).toEqual({outcome: 'done'})
  expect(await world.line('packet tcp-syn [2001:db8::7]:443 --from 2001:db8::9')).toEqual({outcome: 'done'})
  expect(world.transcript).toContain('UDP 50000 > 53 "x"')
  expect(world.transcript).toContain('TCP 50000 > 443 SYN')
})

it('reads whatever comes', () => {
  const packet = ip.write({
    source: '192.0.2.1',
    destination: '192.0.2.2',
    protocol: 17,
    payload: hex('0035c00000090000ff'),
  })
  for (const part of [...prefixes(packet), new Uint8Array(0), hex('ff')]) {
    expect(typeof packetWords(part)).toBe('string')
    expect(() => conversation(part)).not.toThrow()
  }
  expect(packetWords(packet)).toMatch(/^IPv4 192\.0\.2\.1 > 192\.0\.2\.2 UDP 53 > 49152 ff/)
})
