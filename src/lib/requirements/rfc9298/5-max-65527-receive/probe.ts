import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, UdpRig} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import * as capsule from '../../../wire/capsule.js'
import {MAX_UDP_PAYLOAD, writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

interface OneSize {
  readonly before: boolean
  /** The whole capsule was taken by the stream. */
  readonly isWritten: boolean
  readonly ending: EndingSeen | null
  readonly after: boolean
}

interface Seen {
  /** 65527 octets, which is legal. */
  readonly largest: OneSize
  /** One more. */
  readonly oversized: OneSize
}

const NOTHING: OneSize = {before: false, isWritten: false, ending: null, after: false}

/**
 * Echoes travel by capsule, behind the large one in the same stream: one that comes back shows that the large one was
 * read to its end.
 */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const legal = await rig.openUdp(signal)
    const other = await rig.openUdp(signal)
    const largest = await tryOne(rig, legal, MAX_UDP_PAYLOAD, signal)
    const oversized = other.ending() ? NOTHING : await tryOne(rig, other, MAX_UDP_PAYLOAD + 1, signal)
    return {largest, oversized}
  },
  judge({largest, oversized}, {http}) {
    const {before, isWritten, ending, after} = oversized
    if (largest.before && largest.ending?.by === 'peer') {
      return concern(`a payload of 65527 octets, which is legal, was answered by an end: ${largest.ending.detail}`)
    }
    if (!before) return inconclusive('no echo in a capsule came back before it')
    if (ending?.by === 'peer') {
      // Over HTTP/1.1 the stream is the connection.
      if (ending.scope === 'connection' && http !== '1.1') {
        return concern(`the whole connection was ended at 65528 octets, not the stream: ${ending.detail}`)
      }
      return pass(`the proxy ended the stream at 65528 octets: ${ending.detail}`)
    }
    if (ending) return inconclusive(`the tunnel was lost: ${ending.detail}`)
    if (after) {
      return fail(
        'the stream is aborted at 65528 octets of payload',
        'it stayed open, and an echo behind them came back',
      )
    }
    if (!isWritten) return inconclusive('flow control stopped the capsule before its end')
    return inconclusive('the stream stayed open and fell silent, which loss alone can explain')
  },
  silence: {largest: NOTHING, oversized: NOTHING},
  faults: {
    'drops-it': {tunnel: {onOversizedPayload: () => 'drop'}},
    'takes-the-largest-for-too-large': {tunnel: {maxPayloadBytes: MAX_UDP_PAYLOAD - 1}},
  },
})

async function tryOne(rig: Rig, tunnel: UdpRig, bytes: number, signal: AbortSignal): Promise<OneSize> {
  const before = await tunnel.echo(signal, {carrier: 'capsule'})
  if (!before) return {...NOTHING, ending: tunnel.ending()}
  const written = {is: false}
  void tunnel.capsule(capsule.DATAGRAM, writeContext(0n, new Uint8Array(bytes))).then(outcome => {
    written.is = outcome === 'accepted'
  })
  await rig.until(() => written.is || tunnel.ending() !== null, rig.timeoutMs, signal)
  const after = tunnel.ending() === null && written.is && (await tunnel.echo(signal, {carrier: 'capsule'}))
  const ending = after ? tunnel.ending() : await tunnel.ended(signal)
  return {before, isWritten: written.is, ending, after}
}
