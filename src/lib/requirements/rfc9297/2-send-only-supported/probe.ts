import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {plainFields} from '../../../stimuli/h3-requests.js'
import {RawTunnels, type RawTunnel} from '../../../stimuli/raw-tunnels.js'
import {Cursor} from '../../../wire/cursor.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

const ANSWERS = 4
const ENOUGH = 3

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  /** Streams of tunnels that were opened, and of ordinary requests. */
  readonly tunnels: readonly string[]
  readonly plain: readonly string[]
  /** Of each DATAGRAM frame the stream it names, and how often. */
  readonly named: Readonly<Record<string, number>>
}

const NOTHING = {tunnels: [], plain: [], named: {}}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal)
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOTHING}
    const tunnels = new RawTunnels(rig, raw)
    const [opened, plain]: [RawTunnel[], string[]] = [[], []]
    for (const method of ['POST', 'GET'] as const) {
      const exchange = await raw.request(plainFields(rig.place, method), signal, method === 'GET')
      if (exchange) plain.push(String(exchange.id))
      const {tunnel} = await tunnels.open(signal)
      if (tunnel) opened.push(tunnel)
    }
    for (const tunnel of opened) await tunnels.echo(tunnel, signal, ANSWERS)
    const named: Record<string, number> = {}
    for (const {payload} of raw.datagrams) {
      const stream = streamOf(payload)
      named[stream] = (named[stream] ?? 0) + 1
    }
    return {agreed, tunnels: opened.map(({exchange}) => String(exchange.id)), plain, named}
  },
  judge({agreed, tunnels, plain, named}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (tunnels.length === 0) return inconclusive('no tunnel was opened that datagrams could have come from')
    const stray = plain.reduce((sum, stream) => sum + (named[stream] ?? 0), 0)
    if (stray >= ENOUGH) {
      return fail(
        'DATAGRAM frames for tunnels only',
        `${stray} DATAGRAM frames named the stream of an ordinary request (${plain.join(', ')})`,
      )
    }
    if (stray > 0) return inconclusive(`a DATAGRAM frame for an ordinary request was seen only ${stray} times`)
    const others = Object.keys(named).filter(stream => !tunnels.includes(stream))
    if (others.length > 0)
      return inconclusive(`DATAGRAM frames named streams that we never opened: ${others.join(', ')}`)
    const count = Object.values(named).reduce((sum, times) => sum + times, 0)
    if (count === 0) return inconclusive('the proxy sent no DATAGRAM frames')
    return pass(`${count} DATAGRAM frames came, each for one of ${tunnels.length} tunnels beside GET and POST`)
  },
  silence: {agreed: null, ...NOTHING},
  faults: {
    'names-the-request-before': {wire: {h3: {quarterStreamId: streamId => Math.max(0, streamId / 4 - 1)}}},
  },
})

function streamOf(payload: Uint8Array): string {
  if (varint.peekFast(payload, 0, payload.length) < 0) return 'unreadable'
  return String(varint.read(new Cursor(payload)).value * 4n)
}
