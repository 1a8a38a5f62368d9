import {echoPacket} from '../../../stimuli/echo-packet.js'
import {errorsAbout, errorsAboutNothing, type IcmpErrorSeen} from '../../../stimuli/icmp-seen.js'
import {outside} from '../../../stimuli/outside.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface CauseSeen {
  readonly cause: 'no route' | 'prohibited' | 'forged source'
  readonly source: string
  readonly errors: readonly IcmpErrorSeen[]
}

interface Seen {
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
  readonly causes: readonly CauseSeen[]
  /** Errors that quote nothing that could be read. */
  readonly stray: readonly IcmpErrorSeen[]
}

const LOOPBACK = {4: '127.0.0.1', 6: '::1'} as const
const FORGED = {4: '203.0.113.77', 6: '2001:db8:ffff::77'} as const
const ROUNDS = 8
const ROUNDS_AFTER_ONE = 3

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const sent = (await tunnel.ready(signal)).flatMap(family => {
      const [source = '', target = ''] = [tunnel.address(family), rig.place.ipTarget[family]]
      const nowhere = outside(tunnel, family)
      // One hop is enough to be refused, and nothing that is forwarded goes far.
      const make = (cause: CauseSeen['cause'], from: string, destination: string) => {
        const {packet} = echoPacket({source: from, destination}, rig.random, {hopLimit: 1})
        return {cause, source: from, packet}
      }
      return [
        ...(nowhere === undefined ? [] : [make('no route', source, nowhere)]),
        make('prohibited', source, LOOPBACK[family]),
        make('forged source', FORGED[family], target),
      ]
    })
    const unanswered = () => sent.filter(({packet}) => errorsAbout(tunnel.packets, packet).length === 0)
    const isOver = (): boolean => unanswered().length === 0 || tunnel.ending() !== null
    // One that is told shows enough: the others are not waited for as long as that they all vanish would take.
    const rounds = (): number => (unanswered().length < sent.length ? ROUNDS_AFTER_ONE : ROUNDS)
    for (let round = 1; round <= rounds() && before && !isOver(); round++) {
      for (const {packet} of unanswered()) await tunnel.send(packet)
      await rig.until(isOver, round === ROUNDS ? rig.patienceMs : rig.patienceMs / 6, signal)
    }
    const after = await echoes(tunnel, signal)
    const causes = sent.map(({cause, source, packet}) => ({cause, source, errors: errorsAbout(tunnel.packets, packet)}))
    return {before, after, ending: tunnel.ending(), causes, stray: errorsAboutNothing(tunnel.packets)}
  },
  judge({before, after, ending, causes, stray}) {
    if (!before) return inconclusive('the tunnel carries nothing at all')
    if (ending?.by === 'peer')
      return fail('an ICMP error, and the stream stays open', `the proxy ended it: ${ending.detail}`)
    const expected = 'an ICMP error about our packet, to its source'
    const [lost] = stray
    if (lost) return fail(expected, `an error from ${lost.from} (${lost.words}) quotes no packet that could be read`)
    for (const {cause, source, errors} of causes) {
      const broken = errors.find(({problems}) => problems.length > 0)
      if (broken) return fail(expected, `the error about "${cause}" is broken: ${broken.problems.join('; ')}`)
      const astray = errors.find(({to}) => to !== source)
      if (astray) return fail(expected, `the error about "${cause}" went to ${astray.to} and not to ${source}`)
    }
    const told = causes.flatMap(({cause, errors: [error]}) =>
      error ? [`${cause}: ${error.words} (${error.type}/${error.code}) from ${error.from}`] : [],
    )
    if (told.length > 0) return pass(told.join('; '))
    if (!after) return inconclusive('the tunnel fell silent afterwards, which loss alone can explain')
    // Packets to or from addresses of nobody are dropped in silence by good routers as well.
    if (!causes.some(({cause}) => cause === 'no route'))
      return inconclusive('the routes cover everything, so that there was nothing that should have been answered')
    return fail(expected, `${ROUNDS} packets to where no route leads vanished, and no ICMP error came`)
  },
  silence: {before: false, after: false, ending: null, causes: [], stray: []},
  faults: {
    'drops-in-silence': {ip: {packets: {onTrouble: () => 'drop'}}},
    'leaves-the-checksum-to-nobody': {
      ip: {icmp: {finishes: error => error.with((error[0] ?? 0) >> 4 === 4 ? 22 : 42, 0)}},
    },
    'quotes-nothing': ({ip}) => ({ip: {icmp: {quotedBytes: of => Math.min(ip.icmp.quotedBytes(of), 4)}}}),
    'ends-the-tunnel': {ip: {packets: {onTrouble: () => 'abort'}}},
  },
})
