/** One observation: a fresh rig, what the probe saw through it, and what its judge says. */
import {setMaxListeners} from 'node:events'
import {round} from '../reach/phases.js'
import type {EvidenceRef, Moment} from '../report/document.js'
import type {Probe} from '../spec/probe.js'
import {Obstacle} from '../spec/rig.js'
import {inconclusive, notApplicable, type Verdict} from '../spec/verdict.js'
import type {RigContext} from './rig/context.js'
import {ObservedEvidence} from './rig/observed-evidence.js'
import {ObservationRig, type Shared} from './rig/rig.js'
import {Timeline} from './rig/timeline.js'

export interface Observation {
  /** What `observe` returned; undefined: it met an obstacle, or was stopped. */
  readonly seen: unknown
  readonly verdict: Verdict
  readonly timeline: readonly Moment[]
  /** Where it is kept, if it is. */
  readonly evidence: readonly EvidenceRef[]
  /** A control decided, and not what was seen. */
  readonly isOutweighed?: true
  readonly durationMs: number
  /** It broke down, and that is our fault: what was thrown. */
  readonly bug?: unknown
}

/** @param shared the connection of polite probes. Rejects only with the signal's reason. */
export async function observeOnce(
  probe: Probe,
  versionContext: Omit<RigContext, 'timeline'>,
  signal: AbortSignal,
  shared?: Shared,
): Promise<Observation> {
  const {clock} = versionContext.platform
  const began = clock.now()
  const timeline = new Timeline(clock)
  const evidence = new ObservedEvidence(versionContext.evidence, probe.requirement.id)
  const context: RigContext = {...versionContext, timeline, evidence}
  const told = (seen: unknown, verdict: Verdict, bug?: unknown): Observation => ({
    seen,
    verdict,
    timeline: timeline.moments,
    evidence: evidence.references,
    durationMs: round(clock.now() - began),
    ...(bug !== undefined && {bug}),
  })
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  // As many wait for it as there are tunnels.
  setMaxListeners(0, until)
  try {
    await using rig = new ObservationRig(context, probe.provokes ? undefined : shared)
    const seen = await probe.observe(rig, until).catch((error: unknown) => {
      // Others that were under way at the same time are not waited for, and must not go on without a rig.
      over.abort(error)
      throw error
    })
    return told(seen, judged(probe, seen, context))
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error
    if (error instanceof Obstacle) return told(undefined, verdictOf(error))
    return told(undefined, inconclusive('masque itself failed here'), error)
  }
}

export function judged(probe: Probe, seen: unknown, {http}: Pick<RigContext, 'http'>): Verdict {
  return probe.judge(seen, {http})
}

function verdictOf({outcome, message}: Obstacle): Verdict {
  return outcome === 'not-applicable' ? notApplicable(message) : inconclusive(message)
}
