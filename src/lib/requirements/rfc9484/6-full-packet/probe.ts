import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {concat} from '../../../wire/bytes.js'
import {writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

interface CaseSeen {
  readonly what: string
  /** Of each packet in the payload whether it reached the responder; null: it does not say. */
  readonly arrived: readonly (boolean | null)[]
  /** An echo came back behind it. */
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  readonly before: boolean
  readonly cases: readonly CaseSeen[]
}

interface Stimulus {
  readonly what: string
  readonly tags: readonly Uint8Array[]
  readonly payload: Uint8Array
}

const TAG_BYTES = 24
const SURPLUS = 16

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const tags = Array.from({length: 4}, () => rig.random.bytes(TAG_BYTES))
    const packets: Uint8Array[] = []
    for (const tag of before ? tags : []) {
      const packet = await tunnel.udpPacket(tag, signal)
      if (packet) packets.push(packet)
    }
    const cases: CaseSeen[] = []
    for (const stimulus of stimuli(tags, packets, rig.random.bytes(SURPLUS))) {
      if (tunnel.ending()) break
      cases.push(await tried(tunnel, stimulus, signal))
    }
    return {before, cases}
  },
  judge({before, cases}) {
    if (!before || cases.length === 0)
      return inconclusive('no echo crossed the tunnel, or no responder answers behind it')
    const closed = cases.find(({ending}) => ending?.by === 'peer')
    if (closed)
      return fail('the stream stays open', `the proxy ended it after ${closed.what}: ${closed.ending?.detail ?? ''}`)
    const two = cases.find(({arrived}) => arrived.length > 1)
    if (two?.arrived[1] === true)
      return fail('one payload is one packet', 'of two packets in one payload the second was forwarded')
    const lost = cases.find(({after}) => !after)
    if (lost) return inconclusive(`the tunnel fell silent after ${lost.what}, which loss alone can explain`)
    if (cases.some(({arrived}) => arrived.includes(null))) return inconclusive('the responder did not say what arrived')
    return pass(`the stream stayed open; ${cases.map(inWords).join('; ')}`)
  },
  silence: {before: false, cases: []},
  faults: {
    'ends-the-tunnel': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'malformed' ? 'abort' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
    'takes-all-packets-out-of-a-payload': {ip: {packets: {splits: apart}}},
  },
})

function stimuli(
  tags: readonly Uint8Array[],
  packets: readonly Uint8Array[],
  surplus: Uint8Array,
): readonly Stimulus[] {
  const [cut, padded, one, two] = packets
  const [cutTag, paddedTag, oneTag, twoTag] = tags
  if (!cut || !padded || !one || !two || !cutTag || !paddedTag || !oneTag || !twoTag) return []
  return [
    {what: 'a packet cut short', tags: [cutTag], payload: cut.subarray(0, -4)},
    {what: 'a packet with octets behind it', tags: [paddedTag], payload: concat(padded, surplus)},
    {what: 'two packets in a row', tags: [oneTag, twoTag], payload: concat(one, two)},
    {what: 'an empty payload', tags: [], payload: new Uint8Array(0)},
  ]
}

async function tried(tunnel: IpRig, {what, tags, payload}: Stimulus, signal: AbortSignal): Promise<CaseSeen> {
  await tunnel.datagram(writeContext(0n, payload))
  const after = await echoes(tunnel, signal)
  const arrived: (boolean | null)[] = []
  // Behind the echo: what had to arrive is there by now.
  for (const tag of tags) arrived.push((await tunnel.arrived(tag, signal, 0)) ?? null)
  return {what, arrived, after, ending: tunnel.ending()}
}

function inWords({what, arrived}: CaseSeen): string {
  return `${what}: ${arrived.includes(true) ? 'the packet was forwarded' : 'dropped'}`
}

/** Packets of IPv4 or IPv6, one behind the other, as their lengths say. */
function apart(payload: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  const isV4 = (payload[0] ?? 0) >> 4 === 4
  const length = payload.length < 8 ? 0 : isV4 ? view.getUint16(2) : 40 + view.getUint16(4)
  if (length === 0 || length >= payload.length) return [payload]
  return [payload.subarray(0, length), ...apart(payload.subarray(length))]
}
