// A CONNECT-IP proxy of its own, so that a forwarder does not only meet ours: it assigns one address of each family,
// routes everything, sends UDP back where it came from, and pings when it is told. Lines of JSON on stdin and stdout.
import {createInterface} from 'node:readline'
import {H3Listener} from '../../../dist/lib/http/h3/server.js'
import {ourSettings} from '../../../dist/lib/http/h3/settings.js'
import {loadBinding} from '../../../dist/lib/native/binding.js'
import {makeCertificate} from '../../../dist/lib/proxy/certificate.js'
import {systemClock} from '../../../dist/lib/spec/clock.js'
import {seeded} from '../../../dist/lib/spec/random.js'
import {IpTunnel} from '../../../dist/lib/tunnel/ip-tunnel.js'
import {Cursor} from '../../../dist/lib/wire/cursor.js'
import {compose, interpret} from '../../../dist/lib/wire/icmp/meaning.js'
import * as icmp from '../../../dist/lib/wire/icmp/message.js'
import * as ip from '../../../dist/lib/wire/ip/packet.js'
import * as udp from '../../../dist/lib/wire/udp.js'

const [local, host] = process.argv.slice(2)
const {pin, ...identity} = await makeCertificate([host], systemClock)
const listener = new H3Listener({
  binding: loadBinding(),
  clock: systemClock,
  local,
  settings: ourSettings(seeded(1)),
  ...identity,
})

let tunnels = 0
let current

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

async function serve(incoming) {
  const tunnel = new IpTunnel(incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]}))
  const number = ++tunnels
  current = tunnel
  while (tunnel.state.requestsOfPeer.length === 0) await tunnel.changed(new AbortController().signal)
  const assigned = tunnel.state.requestsOfPeer.map(({requestId, address}) =>
    address === '::'
      ? {requestId, address: `fd00:64::${number + 1}`, prefixLength: 128}
      : {requestId, address: `10.64.0.${number + 1}`, prefixLength: 32},
  )
  await tunnel.assign(assigned)
  await tunnel.advertise([
    {start: '0.0.0.0', end: '255.255.255.255', protocol: 0},
    {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0},
  ])
  for await (const {packet} of tunnel.received()) await take(tunnel, packet)
}

async function take(tunnel, bytes) {
  const packet = ip.read(new Cursor(bytes))
  const {protocol, payload} = ip.upper(packet)
  const back = {source: packet.destination, destination: packet.source}
  const problems = ip.problems(packet)
  if (protocol === ip.PROTOCOL.UDP) {
    const datagram = udp.read(new Cursor(payload))
    say({
      event: 'udp',
      ttl: ip.hops(packet),
      from: packet.source,
      problems: [...problems, ...udp.problems(datagram, packet)],
    })
    const {sourcePort, destinationPort, payload: data} = datagram
    const answer = udp.write({sourcePort: destinationPort, destinationPort: sourcePort, payload: data}, back)
    await tunnel.send(write(packet.version, back, ip.PROTOCOL.UDP, answer))
  } else if (ip.isIcmp(protocol)) {
    const message = icmp.read(new Cursor(payload))
    const {kind} = interpret(packet.version, message)
    say({
      event: kind,
      ttl: ip.hops(packet),
      from: packet.source,
      problems: [...problems, ...icmp.problems(message, packet)],
    })
  }
}

function write(version, ends, protocol, payload) {
  return ip.write(version === 4 ? {...ends, protocol, payload} : {...ends, nextHeader: protocol, payload})
}

const operations = {
  async ping({from, to}) {
    const ends = {source: from, destination: to}
    const version = to.includes(':') ? 6 : 4
    const echo = compose(version, {kind: 'echo-request', id: 7, sequence: 1, data: new Uint8Array(32)})
    await current.send(write(version, ends, icmp.PROTOCOL[version], icmp.write(echo, ends)))
  },
  /** The tunnel alone, not the connection. */
  end: () => current[Symbol.asyncDispose](),
}

createInterface({input: process.stdin})
  .on('line', async line => {
    const {operation, ...words} = JSON.parse(line)
    await operations[operation](words)
  })
  .on('close', () => process.exit(0))
say({event: 'listening', pin: Buffer.from(pin).toString('base64')})
for await (const incoming of listener.incoming) void serve(incoming)
