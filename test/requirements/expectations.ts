/** What is expected of a probe, wherever it looks: which verdicts of an honest proxy are good, and which catch a fault. */
import {inspect} from 'node:util'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {changesOf} from '../../src/lib/proxy/faulty-policy.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import type {Fault, Probe} from '../../src/lib/spec/probe.js'
import type {Requirement} from '../../src/lib/spec/requirement.js'
import type {Verdict} from '../../src/lib/spec/verdict.js'
import {accuses} from '../../src/lib/suite/confirm.js'
import type {Observation} from '../../src/lib/suite/observe.js'

const HONEST = honestPolicy(new AllowList([]))

export function faultsOver(probe: Probe, http: HttpVersion): (readonly [name: string, fault: Fault])[] {
  return Object.entries(probe.faults).filter(([, fault]) => {
    const {over = probe.requirement.over} = changesOf(fault, HONEST)
    return over.includes(http)
  })
}

export function isGood(requirement: Requirement, outcome: Verdict['outcome']): boolean {
  switch (outcome) {
    case 'pass':
    case 'not-applicable':
      return true
    case 'observed':
      return isMeasured(requirement)
    case 'fail':
    case 'concern':
    case 'inconclusive':
      return false
  }
}

/**
 * Of what is only measured, another measurement is all that can be asked for; and of what nobody outside can tell to be
 * wrong, that it is no longer said to be right.
 */
export function isCaught(requirement: Requirement, verdict: Verdict, honest: Verdict): boolean {
  if (accuses(verdict)) return true
  if (verdict.outcome !== 'observed') return false
  return isMeasured(requirement) ? verdict.because !== honest.because : honest.outcome === 'pass'
}

/** What was seen, and when, for whoever reads of a test that failed. */
export function told({seen, timeline}: Observation): string {
  const moments = timeline.map(({atMs, direction, lane, what}) => `${atMs} ${direction} ${lane ?? ''} ${what}`)
  return [inspect(seen, {depth: null}), ...moments].join('\n')
}

/** What a requirement that is only measured tells may be right, whatever it is. */
function isMeasured({level}: Requirement): boolean {
  return level === 'none' || level === 'may'
}
