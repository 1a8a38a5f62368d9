import {defineProbe, type Fault} from '../../../spec/probe.js'
import type {Rig, RigConnection} from '../../../spec/rig.js'
import {concern, fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {
  askIp,
  fateOf,
  isAccepted,
  isRejected,
  NOT_ASKED,
  pathWith,
  templateOf,
  type Asked,
} from '../../../stimuli/ask-ip.js'
import {refusalWith, withStatus} from '../../../stimuli/faulty-response.js'
import type {IpVariables} from '../../../tunnel/ip-template.js'
import type {IpScope} from '../../../tunnel/scope.js'
import requirement from './requirement.js'

type Name = keyof IpVariables
type Raw = Readonly<Record<Name, string>>

/** As they stand in the path. */
const FAULTS: readonly {readonly name: string; readonly in: Name; readonly raw: string}[] = [
  ...['256', '999', '-1', 'udp', '0x11', '1000'].map(raw => ({name: `ipproto ${raw}`, in: 'ipproto', raw}) as const),
  {name: 'an empty ipproto', in: 'ipproto', raw: ''},
  {name: 'target 198.51.100.0/33', in: 'target', raw: '198.51.100.0%2F33'},
  {name: 'target 2001:db8::/129', in: 'target', raw: '2001%3Adb8%3A%3A%2F129'},
  {name: 'target 198.51.100.7/24 with host bits', in: 'target', raw: '198.51.100.7%2F24'},
  {name: 'target fe80::1%eth0 with a zone', in: 'target', raw: 'fe80%3A%3A1%25eth0'},
  {name: 'target 198.51.100.0/24/8', in: 'target', raw: '198.51.100.0%2F24%2F8'},
  {name: 'an empty target', in: 'target', raw: ''},
]
/** What the grammar alone would admit. */
const ADMISSIBLE = 'an empty target'

interface Tried {
  readonly name: string
  readonly in: Name
  readonly asked: Asked
}

interface Seen {
  /** Of the template. */
  readonly variables: readonly Name[]
  /** The valid request; the last that was tried, if none was accepted. */
  readonly control: Asked
  readonly trials: readonly Tried[]
}

/** From the most particular to the least: a proxy may have a rule against each. */
function controls(rig: Rig): readonly Raw[] {
  const [four, six] = [rig.place.ipTarget[4], rig.place.ipTarget[6]]
  const target = four !== undefined ? `${four}%2F32` : six !== undefined ? `${encodeURIComponent(six)}%2F128` : '%2A'
  return [
    {target, ipproto: '17'},
    {target: '%2A', ipproto: '17'},
    {target: '%2A', ipproto: '%2A'},
  ]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const template = templateOf(rig)
    const {variables} = template
    let connection: RigConnection = await rig.connection(signal)
    let [control, good]: [Asked, Raw | undefined] = [NOT_ASKED, undefined]
    for (const raw of variables.length === 0 ? [] : controls(rig)) {
      control = await askIp(rig, pathWith(template, raw), signal, connection)
      good = isAccepted(control) ? raw : undefined
      if (good) break
    }
    const trials: Tried[] = []
    for (const fault of FAULTS) {
      if (!good || !variables.includes(fault.in)) continue
      if (connection.ending()) connection = await rig.connect(signal)
      const path = pathWith(template, {...good, [fault.in]: fault.raw})
      trials.push({name: fault.name, in: fault.in, asked: await askIp(rig, path, signal, connection)})
    }
    return {variables, control, trials}
  },
  judge({variables, control, trials}, {http}) {
    if (variables.length === 0) return notApplicable('the template has neither {target} nor {ipproto}')
    if (!isAccepted(control)) return inconclusive(`a valid request was ${fateOf(control)} as well`)
    const accepted = trials.filter(({name, asked}) => isAccepted(asked) && name !== ADMISSIBLE)
    if (accepted.length > 0) {
      const names = accepted.map(({name}) => name).join(', ')
      return fail('a refusal, or the end of the stream', `a tunnel was opened for ${names}`)
    }
    const open = trials.find(({name, asked}) => !isRejected(asked) && !(name === ADMISSIBLE && isAccepted(asked)))
    if (open) return inconclusive(`the request with ${open.name} was ${fateOf(open.asked)}`)
    const odd = trials.find(one => oddity(one, http === '1.1') !== undefined)
    if (odd) return concern(`the request with ${odd.name} ${oddity(odd, http === '1.1') ?? ''}`)
    const statuses = [...new Set(trials.flatMap(({asked: {status}}) => (status === null ? [] : [status])))]
    const words = statuses.length > 0 ? `, with ${statuses.join(', ')}` : ''
    return pass(`all of ${trials.length} invalid values were refused${words}`)
  },
  silence: {variables: ['target', 'ipproto'], control: NOT_ASKED, trials: []},
  faults: {
    'takes-anything': guessing(() => ({target: {kind: 'any'}, protocol: undefined})),
    'wraps-protocols': guessing((_, ipproto) =>
      /^\d+$/.test(ipproto ?? '') ? {target: {kind: 'any'}, protocol: Number(ipproto) & 0xff} : undefined,
    ),
    'forgives-host-bits': guessing(target =>
      target === '198.51.100.7/24'
        ? {target: {kind: 'prefix', address: '198.51.100.0', prefixLength: 24}, protocol: undefined}
        : undefined,
    ),
    'takes-an-empty-target': guessing(target =>
      target === '' ? {target: {kind: 'any'}, protocol: undefined} : undefined,
    ),
    'takes-it-for-its-own-mistake': refusalWith(withStatus(500)),
  },
})

function guessing(onBadScope: (target: string | undefined, ipproto: string | undefined) => IpScope | undefined): Fault {
  return {ip: {session: {onBadScope}}}
}

/** What is not wrong, and should not be so. In HTTP/1.1 the end of a stream is the end of its connection. */
function oddity({name, in: variable, asked}: Tried, isH1: boolean): string | undefined {
  const {status, ending} = asked
  if (name === ADMISSIBLE && isAccepted(asked)) return 'opened a tunnel, which the grammar alone would admit'
  if (ending?.scope === 'connection' && !isH1) return `ended the whole connection: ${ending.detail}`
  // It may have been looked up as a name.
  const isDns = variable === 'target' && (status === 502 || status === 504)
  return status !== null && status >= 500 && !isDns
    ? `was answered with ${status}, as if it were the proxy's fault`
    : undefined
}
