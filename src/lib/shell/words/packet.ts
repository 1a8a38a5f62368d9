/** `packet …`: an IP packet made here, for an IP tunnel: no TUN device and no root is needed. */
import {compose} from '../../wire/icmp/meaning.js'
import * as icmp from '../../wire/icmp/message.js'
import {family} from '../../wire/ip/address.js'
import * as ip from '../../wire/ip/packet.js'
import {DF} from '../../wire/ip/v4.js'
import {writeContext} from '../../wire/http-datagram.js'
import * as tcp from '../../wire/tcp.js'
import * as udp from '../../wire/udp.js'
import {takeData, type DataSources} from '../grammar/data.js'
import {GrammarError} from '../grammar/error.js'
import {choice, count} from '../grammar/param.js'
import {UserError} from '../session/outcome.js'
import type {Sending} from '../session/sending.js'
import type {ShellTunnel} from '../session/tunnel.js'
import {dataParam} from './send.js'
import {dryEverywhere, ON, sendEverywhere} from './send-word.js'
import {address, destination} from './targets.js'
import {define, type ArgumentsOf} from './word.js'

const required = {kind: choice(['icmp-echo', 'udp', 'tcp-syn']), to: destination} as const
const optional = {data: dataParam} as const
const port = count('PORT', 0, 65_535)
const options = {
  ...ON,
  from: address,
  'from-port': port,
  hops: count('N', 0, 255),
  size: count('N', 0, 65_535),
  id: port,
  seq: port,
} as const

type Wish = ArgumentsOf<typeof required, typeof optional, typeof options, object, never>

const USUAL_HOPS = 64
const USUAL_PORT = 50_000
const USUAL_ID = 0x6d71

/** Octets of the payload that `--size` asks for. */
async function dataOf({data, size}: Wish, sources: DataSources): Promise<Uint8Array> {
  return data ? takeData(data, sources) : new Uint8Array(size ?? 0)
}

/** @throws UserError */
function sourceOf({from, to: {ip: to}}: Wish, {ip: session, name}: ShellTunnel): string {
  if (from !== undefined) return from
  const ours = session?.state.assignedToUs.find(({address: own}) => family(own) === family(to))
  if (ours) return ours.address
  throw new UserError(`no IPv${family(to)} address was assigned to ${name} (yet): say which with --from ADDRESS`)
}

function write(wish: Wish, data: Uint8Array, source: string): Uint8Array {
  const {kind, to, hops = USUAL_HOPS, id = USUAL_ID, seq: sequence = 1, 'from-port': sourcePort = USUAL_PORT} = wish
  const ends = {source, destination: to.ip}
  const destinationPort = to.port ?? 0
  switch (kind) {
    case 'icmp-echo': {
      const message = compose(family(to.ip), {kind: 'echo-request', id, sequence, data})
      return wrap(ends, icmp.PROTOCOL[family(to.ip)], icmp.write(message, ends), hops)
    }
    case 'udp':
      return wrap(ends, ip.PROTOCOL.UDP, udp.write({sourcePort, destinationPort, payload: data}, ends), hops)
    case 'tcp-syn': {
      const options = tcp.writeOptions([{kind: 'mss', size: 1220}])
      const segment = {
        sourcePort,
        destinationPort,
        flags: tcp.FLAG.SYN,
        sequence,
        window: 65_535,
        options,
        payload: data,
      }
      return wrap(ends, ip.PROTOCOL.TCP, tcp.write(segment, ends), hops)
    }
  }
}

function wrap(
  ends: {source: string; destination: string},
  protocol: number,
  payload: Uint8Array,
  hops: number,
): Uint8Array {
  return family(ends.destination) === 4
    ? ip.write({...ends, protocol, payload, ttl: hops, flags: DF})
    : ip.write({...ends, nextHeader: protocol, payload, hopLimit: hops})
}

async function maker(wish: Wish, sources: DataSources): Promise<(made: ShellTunnel) => Sending> {
  const data = await dataOf(wish, sources)
  return made => {
    if (made.kind !== 'ip') throw new UserError(`${made.name} is no IP tunnel: open ip, and then packet`)
    const bytes = write(wish, data, sourceOf(wish, made))
    return {send: 'datagram', payload: writeContext(0n, bytes), carrier: undefined}
  }
}

export default define({
  name: 'packet',
  group: 'sending',
  summary: 'Send an IP packet made here through an IP tunnel: ICMP echo, UDP, TCP SYN.',
  details: [
    'From the address that was assigned, or --from another one; answers are recognised by addresses, ports and ids.',
    'What none of these makes, send hex:… or send @FILE does: an IP tunnel carries packets as they are.',
  ],
  examples: [
    'packet icmp-echo 192.0.2.7 --size 56 --hops 3',
    'packet udp 192.0.2.53:53 dns:example.com',
    'packet tcp-syn [2001:db8::1]:443',
  ],
  acts: true,
  required,
  optional,
  options,
  check({kind, to, data, size}, [{column}]) {
    if (kind !== 'icmp-echo' && to.port === undefined)
      throw new GrammarError(`${kind} needs a port: ADDRESS:PORT`, {column})
    if (kind === 'icmp-echo' && to.port !== undefined) throw new GrammarError('icmp-echo has no port', {column})
    if (data && size !== undefined) throw new GrammarError('DATA or --size, not both', {column})
  },
  async run(wish, {session}, signal) {
    return sendEverywhere(session, wish.on, await maker(wish, session.sources), signal)
  },
  async dry(wish, {session}) {
    return dryEverywhere(session, wish.on, await maker(wish, session.sources))
  },
})
