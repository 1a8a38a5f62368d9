import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {ANY, answered, answersTo, entriesOf} from '../../../stimuli/ip-addresses.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import * as capsule from '../../../wire/capsule.js'
import {Cursor} from '../../../wire/cursor.js'
import * as varint from '../../../wire/varint.js'
import type {Overrides} from '../../../wire/tlv.js'
import requirement from './requirement.js'

/** One octet would do for each, and nothing else on these tunnels uses them. */
const ODD = 37n
const PLAIN = 38n

interface Form extends Overrides {
  readonly name: string
  readonly idWidth?: varint.Width
}

const SHORTEST: Form = {name: 'the shortest form'}
const FORMS: readonly Form[] = [
  {name: 'a Request ID of 2 octets', idWidth: 2},
  {name: 'a Request ID of 4 octets', idWidth: 4},
  {name: 'a capsule type of 2 octets', typeWidth: 2},
  {name: 'a capsule length of 4 octets', lengthWidth: 4},
]

interface Tried {
  readonly name: string
  readonly isAnswered: boolean
  /** A request in the shortest form behind it on the same stream was: what is not answered then was not lost. */
  readonly isNextAnswered: boolean
  /** Request IDs that nobody used. */
  readonly strange: readonly string[]
  readonly ending: EndingSeen | null
}

interface Seen {
  readonly control: Tried
  readonly trials: readonly Tried[]
  /** Echoes with Context ID 0 of one octet, then of two. */
  readonly echo: {readonly shortest: boolean; readonly wide: boolean; readonly ending: EndingSeen | null}
}

async function ask(tunnel: IpRig, requestId: bigint, {idWidth, ...widths}: Form): Promise<void> {
  const value = addressRequest.write([{...ANY[4], requestId, ...(idWidth && {idWidth})}])
  await tunnel.data(capsule.write(addressRequest.TYPE, value, widths))
}

async function attempt(rig: Rig, form: Form, signal: AbortSignal): Promise<Tried> {
  await using connection = await rig.connect(signal)
  await using tunnel = await connection.openIp(signal)
  await ask(tunnel, ODD, form)
  await ask(tunnel, PLAIN, SHORTEST)
  await answered(rig, tunnel, [ODD, PLAIN], signal)
  const isKnown = (id: string): boolean => ['0', String(ODD), String(PLAIN)].includes(id)
  return {
    name: form.name,
    isAnswered: answersTo(tunnel, ODD).length > 0,
    isNextAnswered: answersTo(tunnel, PLAIN).length > 0,
    strange: entriesOf(tunnel).flatMap(({id}) => (isKnown(id) ? [] : [id])),
    ending: tunnel.ending(),
  }
}

const UNTRIED: Tried = {name: '', isAnswered: false, isNextAnswered: false, strange: [], ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const control = await attempt(rig, SHORTEST, signal)
    const trials: Tried[] = []
    for (const form of FORMS) trials.push(await attempt(rig, form, signal))
    const tunnel = await rig.openIp(signal)
    const shortest = await tunnel.echo(signal)
    const wide = shortest && (await tunnel.echo(signal, {width: 2}))
    return {control, trials, echo: {shortest, wide, ending: tunnel.ending()}}
  },
  judge({control, trials, echo}) {
    if (control.ending) return inconclusive(`a request in the shortest form ended the stream: ${control.ending.detail}`)
    if (!control.isAnswered) return inconclusive('a request in the shortest form was not answered')
    for (const {name, isAnswered, isNextAnswered, strange, ending} of trials) {
      if (ending?.by === 'peer') return fail('the request is answered', `${name} ended the stream: ${ending.detail}`)
      if (isAnswered) continue
      if (strange.length > 0) {
        return fail(
          `an answer with Request ID ${ODD}`,
          `after ${name} an answer came with Request ID ${strange.join(', ')}`,
        )
      }
      if (isNextAnswered)
        return fail('the request is answered', `${name} was passed over, and the next request answered`)
      return inconclusive(`a request with ${name} was not answered, and none after it`)
    }
    if (echo.shortest && echo.ending?.by === 'peer') {
      return fail('the echo comes back', `a Context ID of 2 octets ended the stream: ${echo.ending.detail}`)
    }
    if (trials.length === 0 || !echo.wide)
      return inconclusive('the echo with a Context ID of 2 octets did not come back')
    return pass(
      `requests were answered with ${trials.map(({name}) => name).join(', ')}, and a Context ID of 2 octets was read`,
    )
  },
  silence: {control: UNTRIED, trials: [], echo: {shortest: false, wide: false, ending: null}},
  faults: {
    'aborts-wide-ids': {ip: {session: {onCapsule: (_, value) => (idWidth(value) > 1 ? 'abort' : 'take')}}},
    'passes-over-wide-ids': {ip: {session: {onCapsule: (_, value) => (idWidth(value) > 1 ? 'ignore' : 'take')}}},
  },
})

function idWidth(value: Uint8Array): number {
  return value.length === 0 ? 1 : varint.read(new Cursor(value)).width
}
