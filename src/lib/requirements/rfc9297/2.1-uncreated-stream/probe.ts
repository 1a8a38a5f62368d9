import {defineProbe} from '../../../spec/probe.js'
import type {StreamOver} from '../../../spec/raw-rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {closedByPeer, datagramBreach, datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {isSuccess, tunnelFields} from '../../../stimuli/h3-requests.js'
import {RawTunnels} from '../../../stimuli/raw-tunnels.js'
import {write, writeContext} from '../../../wire/http-datagram.js'
import {isAcknowledged} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const PAYLOAD_BYTES = 24
const ATTEMPTS = 6

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  /** Of a tunnel on the same connection, before. */
  readonly usual: number | null
  readonly acknowledged: boolean
  /** Of the tunnel whose datagram came first. */
  readonly status: number | null
  readonly over: StreamOver | null
  /** null: there is nobody to ask. */
  readonly echoed: boolean | null
  readonly ending: EndingSeen | null
}

const NOTHING = {usual: null, acknowledged: false, status: null, over: null, echoed: null, ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOTHING}
    const first = await raw.request(tunnelFields(rig.place), signal)
    const answer = await first?.answer(rig.timeoutMs, signal)
    const usual = answer?.kind === 'response' ? answer.status : null
    if (!isSuccess(usual)) return {agreed, ...NOTHING, usual}
    // The next request will be the second.
    const early = datagramBreach(raw, write(1n, writeContext(0n, rig.random.bytes(PAYLOAD_BYTES))))
    const isThere = (): boolean => raw.ending() !== null || isAcknowledged(raw.packets, early.isIt)
    for (let attempt = 1; attempt <= ATTEMPTS && !isThere(); attempt++) {
      await early.say?.()
      await rig.until(isThere, rig.patienceMs / 2, signal)
    }
    const acknowledged = isAcknowledged(raw.packets, early.isIt)
    await raw.ended(rig.patienceMs / 4, signal)
    const second = await raw.request(tunnelFields(rig.place), signal)
    const late = await second?.answer(rig.timeoutMs, signal)
    const status = late?.kind === 'response' ? late.status : null
    const seen = {agreed, usual, acknowledged, status}
    const tunnels = new RawTunnels(rig, raw)
    const canEcho = isSuccess(status) && second && rig.place.target
    const echoed = canEcho ? await tunnels.echo(tunnels.add(second), signal) : null
    const over = late?.kind === 'over' ? late.how : ((await second?.over(0, signal)) ?? null)
    return {...seen, echoed, over, ending: raw.ending()}
  },
  judge({agreed, usual, acknowledged, status, over, echoed, ending}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (!isSuccess(usual))
      return inconclusive(`a tunnel without an early datagram was not opened either (${usual ?? 'no answer'})`)
    const expected = 'an early datagram is dropped or held, and the tunnel opens'
    const closed = closedByPeer(ending)
    if (closed) return fail(expected, `the proxy closed the connection with ${closed.codeName ?? 'no code'}`)
    if (!acknowledged) return inconclusive('the early datagram was not acknowledged, so it may never have arrived')
    if (over?.how === 'reset') return fail(expected, `the new stream was reset with ${over.codeName}`)
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    if (status === null) return inconclusive('the request behind the early datagram was not answered')
    if (!isSuccess(status)) return inconclusive(`the request behind the early datagram was answered with ${status}`)
    if (echoed === false) return inconclusive('the tunnel opened and carried no echo, which loss alone can explain')
    return pass(`a datagram came before its request, and the tunnel opened${echoed ? ' and echoes' : ''}`)
  },
  silence: {agreed: null, ...NOTHING},
  faults: {
    'closes-the-connection': {wire: {early: {kept: 32, onEarly: 'close-connection'}}},
    'resets-the-request': {wire: {early: {kept: 32, onEarly: 'reset-request'}}},
  },
})
