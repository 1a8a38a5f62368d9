import {askByPacket} from '../../../stimuli/ask-by-packet.js'
import {outside} from '../../../stimuli/outside.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {concern, inconclusive, observed, pass} from '../../../spec/verdict.js'
import * as addressAssign from '../../../wire/connect-ip/address-assign.js'
import {BITS, family as familyOf} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Seen {
  readonly ours: string | null
  /** An echo to the target came back before our assignment. */
  readonly before: boolean
  /** The proxy's own, as it tells it in an ICMP error; null: it does not. */
  readonly router: string | null
  readonly routerAnswers: boolean
  /** What we assign to the proxy. */
  readonly theirs: string | null
  readonly theirsAnswers: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

const NOTHING: Seen = {
  ours: null,
  before: false,
  router: null,
  routerAnswers: false,
  theirs: null,
  theirsAnswers: false,
  after: false,
  ending: null,
}
const FREE = {4: '192.0.2.250', 6: '2001:db8:ffff:ffff::fa'} as const

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const ours = tunnel.address(4) ?? tunnel.address(6)
    if (ours === undefined) return {...NOTHING, ending: tunnel.ending()}
    const of = familyOf(ours)
    const before = await echoes(tunnel, signal, {family: of})
    const answers = async (destination: string): Promise<boolean> =>
      (await askByPacket(rig, tunnel, {source: ours, destination}, signal)).answered
    const theirs = outside(tunnel, of) ?? FREE[of]
    // With one hop left it gets no further than to the proxy, who complains in its own name.
    const complaint = await askByPacket(rig, tunnel, {source: ours, destination: theirs}, signal, {hopLimit: 1})
    const router = complaint.errors[0]?.from
    const routerAnswers = router !== undefined && (await answers(router))
    await tunnel.capsule(
      addressAssign.TYPE,
      addressAssign.write([{requestId: 0n, address: theirs, prefixLength: BITS[of]}]),
    )
    const theirsAnswers = await answers(theirs)
    const after = await echoes(tunnel, signal, {family: of})
    const common = {ours, before, router: router ?? null, routerAnswers, theirs, theirsAnswers}
    return {...common, after, ending: tunnel.ending()}
  },
  judge({ours, before, router, routerAnswers, theirs, theirsAnswers, after, ending}) {
    if (ours === null) return inconclusive('the proxy assigns no address')
    if (ending?.by === 'peer' && before) {
      return concern(`the proxy ended the tunnel when it was assigned ${theirs}: ${ending.detail}`)
    }
    if (theirsAnswers) return pass(`the proxy took up ${theirs}: packets went between it and ${ours}`)
    if (!before && !routerAnswers) return inconclusive('no packet got through at all')
    if (!after) return inconclusive('the tunnel fell silent meanwhile, which loss alone can explain')
    const left = `${theirs}, which it was assigned, is not taken up (it need not be)`
    if (routerAnswers) return pass(`packets went between ${ours} and the proxy's own address ${router}; ${left}`)
    const own =
      router === null ? 'no address of the proxy itself is known' : `the proxy does not answer at its own ${router}`
    return observed(`${own}, and ${left}: no packets between two ends could be seen`)
  },
  silence: NOTHING,
  faults: {
    'gives-up-at-an-assignment-of-ours': {
      ip: {session: {onCapsule: type => (type === addressAssign.TYPE ? 'abort' : 'take')}},
    },
    'answers-at-no-address-of-its-own': {ip: {icmp: {answersEcho: false}}},
  },
})
