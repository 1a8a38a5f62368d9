/** What a run found, as short as a test wants to compare it. */
import type {Probed} from './program.js'

export function summary({exitCode, document, facts}: Probed) {
  const road = document.roads.at(-1)
  return {
    exitCode,
    verdict: document.verdict,
    viability: road?.viability,
    blame: road?.blame,
    diagnosis: road?.diagnosis?.code,
    /** The phase that failed; undefined: none. */
    failed: road?.attempts.find(({outcome}) => outcome === 'failed')?.phase,
    answers: Object.values(facts.answers).join(' '),
  }
}

/** Reachable, accepted, up, down: all of them. */
export const CARRIES = {
  exitCode: 0,
  verdict: 'met',
  viability: 'carries-both-ways',
  blame: null,
  diagnosis: undefined,
  failed: undefined,
  answers: 'yes yes yes yes',
}

/** A tunnel that is there; what became of the datagrams is told by the test. */
export const NOT_SHOWN = {exitCode: 3, verdict: 'inconclusive', diagnosis: undefined, failed: undefined}

/** No way to the proxy: the phase is the first over the network. */
export const UNREACHABLE = {
  exitCode: 3,
  verdict: 'inconclusive',
  viability: 'unreachable',
  failed: 'udp',
  answers: 'no unknown unknown unknown',
}
