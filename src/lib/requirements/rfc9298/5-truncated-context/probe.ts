import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {EndingSeen, UdpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const PAYLOADS = {
  'an empty datagram': new Uint8Array(0),
  'a Context ID cut off': Uint8Array.of(0x40),
} as const
/** Each may be lost. */
const COPIES = 3

type Carrier = 'frame' | 'capsule'

interface OneForm {
  readonly what: keyof typeof PAYLOADS
  readonly carrier: Carrier
  readonly before: boolean
  readonly sent: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  readonly forms: readonly OneForm[]
  /** Of a tunnel beside them on the same connection, at the end; null: there was none. */
  readonly beside: boolean | null
  /** Over a connection made afterwards. */
  readonly anew: boolean
  /** Nobody listens there any more, says the proxy's host; null: it does not say so. */
  readonly gone: string | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const beside = await rig.openUdp(signal)
    const hadBeside = await beside.echo(signal)
    const forms: OneForm[] = []
    for (const carrier of ['frame', 'capsule'] as const) {
      for (const what of Object.keys(PAYLOADS) as (keyof typeof PAYLOADS)[]) {
        if (carrier === 'capsule' || rig.http === '3') forms.push(await tryForm(rig, what, carrier, signal))
      }
    }
    return {
      forms,
      beside: hadBeside ? await beside.echo(signal, {attempts: 20}) : null,
      ...(await tryAnew(rig, signal)),
    }
  },
  judge({forms, beside, anew, gone}, {http}) {
    const tried = forms.filter(({before, sent}) => before && sent)
    if (tried.length === 0) return inconclusive('no echo came back before them, or none of them could be sent')
    const ended = tried.filter(({ending}) => ending?.by === 'peer')
    const lost = ended.find(({ending}) => ending?.scope === 'connection' && http !== '1.1')
    if (lost)
      return fail(
        'one tunnel at most pays for it',
        `the whole connection was closed at ${named(lost)}: ${lost.ending?.detail}`,
      )
    if (beside === false && anew)
      return fail('tunnels beside it go on', 'a quiet tunnel on the same connection fell silent')
    if (gone !== null) return fail('the proxy goes on', `after ${tried.map(named).join(', ')} it is gone: ${gone}`)
    if (beside !== null && !anew) return inconclusive('no tunnel works any more, which the network alone can explain')
    const [aborted] = ended
    if (aborted) {
      return observed(
        `the stream was ended at ${ended.map(named).join(', ')}, which is defensible: ${aborted.ending?.detail}`,
      )
    }
    const silent = tried.filter(({after}) => !after)
    if (silent.length > 0)
      return inconclusive(`the tunnel fell silent after ${silent.map(named).join(', ')}, which loss alone can explain`)
    return pass(`echoes went on after ${tried.map(named).join(', ')}`)
  },
  silence: {forms: [], beside: null, anew: false, gone: null},
  faults: {
    'ends-the-stream': {tunnel: {onTruncatedContext: () => 'abort'}},
  },
})

function named({what, carrier}: Pick<OneForm, 'what' | 'carrier'>): string {
  return `${what} by ${carrier}`
}

async function tryForm(rig: Rig, what: keyof typeof PAYLOADS, carrier: Carrier, signal: AbortSignal): Promise<OneForm> {
  const nothing = {what, carrier, before: false, sent: false, after: false, ending: null}
  const tunnel = await openOrNot(rig, signal)
  if (!tunnel) return nothing
  const before = await tunnel.echo(signal, {carrier})
  const outcomes = []
  for (let copy = 0; before && copy < COPIES; copy++) outcomes.push(await tunnel.datagram(PAYLOADS[what], carrier))
  const after = before && (await tunnel.echo(signal, {carrier, attempts: 10}))
  return {what, carrier, before, sent: outcomes.includes('accepted'), after, ending: tunnel.ending()}
}

async function openOrNot(rig: Rig, signal: AbortSignal): Promise<UdpRig | undefined> {
  try {
    return await rig.openUdp(signal)
  } catch (error) {
    if (error instanceof Obstacle) return undefined
    throw error
  }
}

async function tryAnew(rig: Rig, signal: AbortSignal): Promise<Pick<Seen, 'anew' | 'gone'>> {
  try {
    const connection = await rig.connect(signal)
    await using tunnel = await connection.openUdp(signal)
    return {anew: await tunnel.echo(signal), gone: null}
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return {anew: false, gone: error.nobodyListens ? error.message : null}
  }
}
