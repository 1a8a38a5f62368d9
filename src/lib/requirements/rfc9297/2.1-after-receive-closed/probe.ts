import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {closedByPeer, datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {datagramFor} from '../../../stimuli/h3-requests.js'
import {RawTunnels} from '../../../stimuli/raw-tunnels.js'
import {equal} from '../../../wire/bytes.js'
import {H3} from '../../../wire/error-codes.js'
import type {Frame} from '../../../wire/quic/frames.js'
import {isAcknowledged} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

type End = 'fin' | 'reset'

const ENDS: readonly End[] = ['fin', 'reset']
const ATTEMPTS = 6
/** For a proxy to hear of the end from its transport. */
const LEAST_WAIT_MS = 200

interface Visit {
  readonly end: End
  /** Of the tunnel that is ended, and of another. */
  readonly before: boolean
  readonly endAcknowledged: boolean
  readonly lateAcknowledged: boolean
  /** Late questions that reached the target; null: not known. */
  readonly forwarded: number | null
  /** The other tunnel goes on. */
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly visits: readonly Visit[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const visits: Visit[] = []
    for (const end of ENDS) {
      const visit = await visitOf(rig, end, signal)
      if (typeof visit !== 'object' || visit === null) return {agreed: visit, visits: []}
      visits.push(visit)
    }
    return {agreed: true, visits}
  },
  judge({agreed, visits}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    const told = visits.filter(({before, endAcknowledged}) => before && endAcknowledged)
    for (const {end, ending, forwarded} of told) {
      const closed = closedByPeer(ending)
      const after = `after ${end === 'fin' ? 'the end' : 'a reset'} of our side`
      if (closed) {
        return fail(
          'late datagrams are dropped without an error',
          `upon a datagram ${after} the connection was closed with ${closed.codeName ?? 'no code'}`,
        )
      }
      if ((forwarded ?? 0) > 0) {
        return fail('late datagrams go no further', `${forwarded ?? 0} datagrams sent ${after} reached the target`)
      }
    }
    const reason = visits.map(undecided).find(text => text !== undefined)
    if (visits.length < ENDS.length || reason !== undefined) return inconclusive(reason ?? 'no tunnel could be ended')
    return pass('after FIN and after a reset late datagrams reached nobody, and a tunnel beside went on')
  },
  silence: {agreed: null, visits: []},
  faults: {
    'closes-the-connection': {
      wire: {h3: {onHarmless: ({kind}) => (kind === 'late-datagram' ? H3.ID_ERROR : undefined)}},
    },
    'goes-on-forwarding': {wire: {h3: {noticesEnd: false}}},
  },
})

function undecided({before, endAcknowledged, lateAcknowledged, forwarded, after, ending}: Visit): string | undefined {
  if (!before) return 'the tunnels carried no echoes in the beginning'
  if (!endAcknowledged) return 'the end of our side was not acknowledged'
  if (!lateAcknowledged) return 'no late datagram was acknowledged'
  if (ending) return `the connection was lost: ${ending.detail}`
  if (!after) return 'the tunnel beside fell silent, which loss alone can explain'
  return forwarded === null ? 'nobody says whether a late datagram reached the target: name a responder' : undefined
}

/** Otherwise whether both sides agree to frames. */
async function visitOf(rig: Rig, end: End, signal: AbortSignal): Promise<Visit | false | null> {
  await using raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
  const agreed = await datagramsAgreed(raw, signal)
  if (agreed !== true) return agreed
  const tunnels = new RawTunnels(rig, raw)
  const [first, second] = [(await tunnels.open(signal)).tunnel, (await tunnels.open(signal)).tunnel]
  const before = Boolean(first && second && (await tunnels.echo(first, signal)) && (await tunnels.echo(second, signal)))
  const unseen = {end, before, endAcknowledged: false, lateAcknowledged: false, forwarded: null, after: false}
  if (!before || !first || !second) return {...unseen, ending: raw.ending()}
  const {exchange, talk} = first
  if (end === 'fin') await exchange.write(new Uint8Array(0), true)
  else exchange.reset(H3.REQUEST_CANCELLED)
  const isIt = (frame: Frame): boolean =>
    (frame.kind === 'reset_stream' || (frame.kind === 'stream' && frame.fin)) && frame.streamId === exchange.id
  const endAcknowledged = await rig.until(() => isAcknowledged(raw.packets, isIt), rig.timeoutMs, signal)
  await raw.ended(Math.max(rig.patienceMs, LEAST_WAIT_MS), signal)
  const reachedBefore = await talk.reached(signal)
  // Without one that is not answered, one that is: its answer has nowhere to go.
  const payload = datagramFor(exchange, talk.question('none') ?? talk.question() ?? new Uint8Array(0))
  const isLate = (frame: Frame): boolean => frame.kind === 'datagram' && equal(frame.data, payload)
  const isOver = (): boolean => raw.ending() !== null || isAcknowledged(raw.packets, isLate)
  for (let attempt = 1; attempt <= ATTEMPTS && endAcknowledged && !isOver(); attempt++) {
    await raw.datagram(payload)
    await rig.until(isOver, rig.patienceMs / 2, signal)
  }
  await raw.ended(rig.patienceMs, signal)
  const after = raw.ending() === null && (await tunnels.echo(second, signal))
  const reached = await talk.reached(signal)
  const forwarded = reached === undefined || reachedBefore === undefined ? null : reached - reachedBefore
  return {
    ...unseen,
    endAcknowledged,
    lateAcknowledged: isAcknowledged(raw.packets, isLate),
    forwarded,
    after,
    ending: raw.ending(),
  }
}
