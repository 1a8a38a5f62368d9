import {echoIn, echoPacket} from '../../../stimuli/echo-packet.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {concat, equal} from '../../../wire/bytes.js'
import requirement from './requirement.js'

type Carrier = 'frame' | 'capsule'

interface Seen {
  /** What packets travel in, as negotiated; null: there was no address to send from. */
  readonly usual: Carrier | null
  readonly before: boolean
  /** In which form the answer to a packet in a capsule came; null: it did not. */
  readonly answeredIn: Carrier | null
  readonly after: boolean
  readonly ending: EndingSeen | null
}

const CONTEXT_ZERO = Uint8Array.of(0)
const ATTEMPTS = 4
const NOTHING: Seen = {usual: null, before: false, answeredIn: null, after: false, ending: null}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const {carrier: usual} = tunnel.tunnel
    if (!before) return {...NOTHING, usual, ending: tunnel.ending()}
    const answeredIn = await askInCapsule(rig, tunnel, signal)
    const after = await echoes(tunnel, signal)
    return {usual, before, answeredIn, after, ending: tunnel.ending()}
  },
  judge({usual, before, answeredIn, after, ending}) {
    if (usual === 'capsule') return notApplicable('DATAGRAM frames are not in use, so all packets go in capsules')
    if (!before) return inconclusive('packets in DATAGRAM frames get no answer either')
    if (answeredIn !== null) {
      return pass(`a packet in a DATAGRAM capsule was forwarded; its answer came in a ${answeredIn}`)
    }
    if (ending?.by === 'peer') return observed(`the proxy ended the tunnel upon a DATAGRAM capsule: ${ending.detail}`)
    if (!after) return inconclusive('packets in DATAGRAM frames fell silent meanwhile as well')
    return observed(`none of ${ATTEMPTS} packets in DATAGRAM capsules was answered, while those in frames are`)
  },
  silence: NOTHING,
  faults: {
    'hears-frames-only': {ip: {session: {hears: carrier => carrier === 'frame'}}},
  },
})

/** A capsule is not lost on its way; what is behind the proxy may lose it, and the answer may be lost in a frame. */
async function askInCapsule(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<Carrier | null> {
  const [family] = await tunnel.ready(signal)
  const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
  if (source === undefined || destination === undefined) return null
  const echo = echoPacket({source, destination}, rig.random)
  const found = (): Carrier | undefined =>
    tunnel.arrivals.flatMap(arrival => {
      if (arrival.kind !== 'datagram' || arrival.bytes[0] !== 0) return []
      const reply = echoIn(arrival.bytes.subarray(1), 'echo-reply')
      return reply && equal(reply.data, echo.data) ? [arrival.carrier] : []
    })[0]
  const isOver = (): boolean => found() !== undefined || tunnel.ending() !== null
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.datagram(concat(CONTEXT_ZERO, echo.packet), 'capsule')
    await rig.until(isOver, attempt === ATTEMPTS ? rig.patienceMs : rig.patienceMs / 4, signal)
  }
  return found() ?? null
}
