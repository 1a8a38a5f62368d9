import {echoIn} from '../../../stimuli/echo-packet.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** null: the tunnel has no IPv6. */
  readonly control: boolean | null
  readonly small: boolean
  /** null: not asked, as it does not fit. */
  readonly large: boolean | null
  readonly fromLinkLocal: boolean
  /** Who answered for all nodes, with which hop limit. */
  readonly answeredBy: readonly string[]
}

const ALL_NODES = 'ff02::1'
const OURS = 'fe80::1:2'
const FULL = 1232
const MIN_MTU = 1280
/** So many are not lost on a path that loses one in three. */
const ATTEMPTS = 14

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    if (tunnel.address(6) === undefined) {
      return {control: null, small: false, large: null, fromLinkLocal: false, answeredBy: []}
    }
    const control = await echoes(tunnel, signal)
    const ask = (options: object): Promise<boolean> =>
      echoes(tunnel, signal, {family: 6, to: ALL_NODES, attempts: ATTEMPTS, ...options})
    const small = await ask({})
    const large = tunnel.ip.mtu < MIN_MTU ? null : await ask({dataBytes: FULL})
    const fromLinkLocal = small ? false : await ask({from: OURS})
    return {control, small, large, fromLinkLocal, answeredBy: answerers(tunnel, Object.values(rig.place.ipTarget))}
  },
  judge({control, small, large, fromLinkLocal, answeredBy}) {
    if (control === null) return inconclusive('the tunnel has no address of IPv6')
    if (!small && !fromLinkLocal) {
      if (!control) return inconclusive('no echo crossed the tunnel at all')
      return fail('an echo reply from an address of the proxy', `none to ${ATTEMPTS} echo requests to ${ALL_NODES}`)
    }
    const multicast = answeredBy.find(words => words.startsWith('ff'))
    if (multicast !== undefined) return fail('an echo reply from a unicast address', `it came from ${multicast}`)
    const from = small ? 'the assigned address' : 'a link-local address only'
    const size =
      large === null ? 'not tried' : large ? 'answered as well' : 'not answered, which is a matter of the MTU'
    return pass(`asked from ${from}, ${answeredBy.join(' and ')} answered; 1280 octets: ${size}`)
  },
  silence: {control: false, small: false, large: false, fromLinkLocal: false, answeredBy: []},
  faults: {
    'answers-no-echo': {ip: {icmp: {answersEcho: false}}},
  },
})

/** Answers are taken by the rig; on the wire they are still to be seen, beside those of the targets. */
function answerers({arrivals}: IpRig, targets: readonly string[]): readonly string[] {
  const found = arrivals.flatMap(arrival => {
    const reply = arrival.kind === 'datagram' ? echoIn(arrival.bytes.subarray(1), 'echo-reply') : undefined
    return reply && reply.destination.includes(':') && !targets.includes(reply.source) ? [reply] : []
  })
  return [...new Set(found.map(({source, hopLimit}) => `${source} with hop limit ${hopLimit}`))]
}
