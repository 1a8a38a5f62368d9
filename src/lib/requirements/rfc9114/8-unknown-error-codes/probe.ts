import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {closedByPeer} from '../../../stimuli/h3-breach.js'
import {H3} from '../../../wire/error-codes.js'
import requirement from './requirement.js'

/** Reserved for exactly this, and so unknown to everybody. */
const UNKNOWN = 0x21n

interface Visit {
  /** The second tunnel carried echoes before and after the first was given up. */
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  /** The first tunnel was reset with a code that everybody knows. */
  readonly known: Visit
  readonly unknown: Visit
}

const SILENT: Visit = {before: false, after: false, ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const known = await visit(rig, H3.REQUEST_CANCELLED, signal)
    return {known, unknown: known.after ? await visit(rig, UNKNOWN, signal) : SILENT}
  },
  judge({known, unknown}) {
    if (!known.after) {
      return inconclusive('a second tunnel carried nothing, even beside one that was reset with H3_REQUEST_CANCELLED')
    }
    if (!unknown.before) return inconclusive('the second tunnel carried nothing even before the first was reset')
    const closed = closedByPeer(unknown.ending)
    if (closed) {
      return fail(
        'only the tunnel that was reset ends',
        `a reset with the unknown code 0x21 made the proxy close the connection with ${closed.codeName ?? 'no code'}`,
      )
    }
    if (unknown.ending) return inconclusive(`the connection was lost: ${unknown.ending.detail}`)
    if (!unknown.after) return inconclusive('the second tunnel fell silent, which loss alone can explain')
    return pass('a tunnel was reset with the unknown code 0x21, and the one beside it goes on')
  },
  silence: {known: SILENT, unknown: SILENT},
  faults: {
    'closes-the-connection': {
      wire: {
        h3: {
          onHarmless: what => (what.kind === 'reset' && what.code === UNKNOWN ? H3.GENERAL_PROTOCOL_ERROR : undefined),
        },
      },
    },
  },
})

async function visit(rig: Rig, code: bigint, signal: AbortSignal): Promise<Visit> {
  await using connection = await rig.connect(signal)
  const first = await connection.openUdp(signal)
  const second = await connection.openUdp(signal)
  const before = (await first.echo(signal)) && (await second.echo(signal))
  first.abort(code)
  // Of the reset the second tunnel knows nothing: there has to be time for it to arrive.
  await connection.ended(rig.patienceMs, signal)
  const after = connection.ending() === null && (await second.echo(signal))
  return {before, after, ending: connection.ending()}
}
