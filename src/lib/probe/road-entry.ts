/** A road as the result document lists it, whatever was to be carried on it. */
import type {PhaseLog} from '../reach/phases.js'
import type {Fault, Road, Viability} from '../report/document.js'
import {offerOf} from './offer.js'

/** @param found behind the phases: a diagnosis among them says more */
export function roadEntry(
  {http, address}: Pick<Road, 'http' | 'address'>,
  log: PhaseLog,
  viability: Viability,
  {blame, facts}: {readonly blame: Fault | null; readonly facts: Partial<Road> | undefined},
): Road {
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  return {
    http,
    address,
    viability,
    offered: offerOf(viability, diagnosis),
    blame: diagnosis?.fault ?? blame,
    ...(diagnosis && {diagnosis}),
    attempts: [...log.phases],
    ...facts,
  }
}
