import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {RawTunnels} from '../../../stimuli/raw-tunnels.js'
import requirement from './requirement.js'

const TUNNELS = 4
const ANSWERS = 3
const ENOUGH = 3

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  /** Status of the first request that opened no tunnel; null: all did, or there was no answer. */
  readonly refused: number | null
  /** One for each tunnel that was opened: how its answers were named. */
  readonly streams: readonly {
    readonly streamId: string
    readonly right: number
    /** Quarter Stream IDs, one for each answer. */
    readonly wrong: readonly string[]
  }[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal)
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, refused: null, streams: []}
    const tunnels = new RawTunnels(rig, raw)
    const opened = []
    for (let count = 0; count < TUNNELS; count++) {
      const {status, tunnel} = await tunnels.open(signal)
      if (!tunnel) return {agreed, refused: status, streams: []}
      opened.push(tunnel)
    }
    for (const tunnel of opened) await tunnels.echo(tunnel, signal, ANSWERS)
    const streams = opened.map(tunnel => {
      const streamId = tunnel.exchange.id ?? 0n
      const ids = tunnels.heard.filter(heard => heard.tunnel === tunnel).map(({quarterId}) => quarterId)
      const wrong = ids.filter(id => id !== streamId / 4n)
      return {streamId: String(streamId), right: ids.length - wrong.length, wrong: wrong.map(String)}
    })
    return {agreed, refused: null, streams}
  },
  judge({agreed, refused, streams}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (refused !== null) return inconclusive(`a tunnel was refused with ${refused}`)
    const wrong = streams.flatMap(stream => stream.wrong.map(id => ({id, streamId: stream.streamId})))
    const [first] = wrong
    if (first && wrong.length >= ENOUGH) {
      return fail(
        'the Quarter Stream ID is the stream ID divided by four',
        `${wrong.length} answers had a wrong one: the first was ${first.id} for stream ${first.streamId}`,
      )
    }
    if (first)
      return inconclusive(
        `a wrong Quarter Stream ID was seen only ${wrong.length} times: ${first.id} for stream ${first.streamId}`,
      )
    // Zero divided by four is zero.
    const telling = streams.filter(({streamId, right}) => streamId !== '0' && right > 0)
    if (telling.length === 0) return inconclusive('no answer came in a DATAGRAM frame on a stream other than 0')
    return pass(
      `on the streams ${telling.map(({streamId}) => streamId).join(', ')} every Quarter Stream ID was the stream's`,
    )
  },
  silence: {agreed: null, refused: null, streams: []},
  faults: {
    'does-not-divide': {wire: {h3: {quarterStreamId: streamId => streamId}}},
    'names-the-first': {wire: {h3: {quarterStreamId: () => 0}}},
  },
})
