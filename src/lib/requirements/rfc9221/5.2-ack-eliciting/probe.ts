import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {datagramFor} from '../../../stimuli/h3-requests.js'
import {AGREEING, RawEchoes} from '../../../stimuli/raw-echoes.js'
import {equal} from '../../../wire/bytes.js'
import {isAcknowledged, isAcknowledgedAlone, packetsWith} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const ROUNDS = 8

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly status: number | null
  /** Datagrams that left, those of them acknowledged before anything else asked for it, and answers. */
  readonly sent: number
  readonly acknowledged: number
  readonly answered: number
  /** Packets with streams, from before and behind, were acknowledged. */
  readonly others: boolean
}

const NOTHING = {status: null, sent: 0, acknowledged: 0, answered: 0, others: false}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    await using raw = await rig.rawHttp3(signal, {settings: AGREEING, quic: {logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOTHING}
    const {status, echoes} = await RawEchoes.open(rig, raw, signal)
    if (!echoes) return {agreed, ...NOTHING, status}
    let [sent, acknowledged] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const question = echoes.talk.question()
      if (!question) break
      const data = datagramFor(echoes.exchange, question)
      if ((await raw.datagram(data)) === 'accepted') sent++
      const isThere = (): boolean =>
        isAcknowledgedAlone(raw.packets, frame => frame.kind === 'datagram' && equal(frame.data, data))
      await rig.until(isThere, rig.patienceMs / 2, signal)
      if (isThere()) acknowledged++
    }
    const behind = await RawEchoes.open(rig, raw, signal)
    const others = behind.status !== null && (await rig.until(() => isStreamAcknowledged(raw), rig.patienceMs, signal))
    return {agreed, status, sent, acknowledged, answered: echoes.count, others}
  },
  judge({agreed, status, sent, acknowledged, answered, others}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (sent === 0) return inconclusive(`no tunnel was opened to send datagrams on (${status ?? 'no answer'})`)
    if (acknowledged > 0) return pass('packets with DATAGRAM frames alone are acknowledged')
    if (!others) return inconclusive('no packets were acknowledged, with streams or with datagrams')
    const echoes = answered > 0 ? `, although ${answered} were answered` : ' or answered'
    return observed(
      `of ${sent} packets with a DATAGRAM frame none was acknowledged by itself${echoes}; packets with streams were`,
    )
  },
  silence: {agreed: null, ...NOTHING},
  faults: {
    'does-not-count-them': {wire: {quicPeculiarities: {deafToDatagrams: true}}},
  },
})

/** Of the last packet with a stream. */
function isStreamAcknowledged({packets}: RawHttp3): boolean {
  const last = packetsWith(packets, 'sent', ({kind}) => kind === 'stream').at(-1)
  const isLast = packets.filter(({direction, packetNumber}) => direction === 'sent' && BigInt(packetNumber) === last)
  const received = packets.filter(({direction}) => direction === 'received')
  return last !== undefined && isAcknowledged([...isLast, ...received], ({kind}) => kind === 'stream')
}
