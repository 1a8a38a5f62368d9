/**
 * Tunnels that are not offered, or behind which nobody answers, leave much undecided, and each judge says in its own words
 * what it missed. To the reader that is one cause, with one thing to do about it.
 */
import type {Preflight} from '../report/check-facts.js'
import type {Place} from '../spec/rig.js'
import {inconclusive, notApplicable, type Verdict} from '../spec/verdict.js'

/** Documents whose requirements are seen in tunnels of one kind. */
const KINDS: readonly {readonly kind: 'udp' | 'ip'; readonly documents: readonly string[]}[] = [
  {kind: 'udp', documents: ['rfc9298']},
  {kind: 'ip', documents: ['rfc9484', 'ipreqs']},
]

export interface Unaided {
  readonly verdict: Verdict
  /** What the judge said. */
  readonly note: string
}

/** undefined: it is as the judge says. */
export function unaided(
  id: string,
  verdict: Verdict,
  preflight: Preflight,
  place: Pick<Place, 'target' | 'ipTarget' | 'offersUdp' | 'offersIp'>,
): Unaided | undefined {
  const kind = KINDS.find(({documents}) => documents.some(document => id.startsWith(`${document}/`)))?.kind
  if (verdict.outcome !== 'inconclusive' || kind === undefined) return undefined
  if ((kind === 'udp' ? place.offersUdp : place.offersIp) === 'no') {
    return {verdict: notApplicable(`no tunnels of this kind are offered (${preflight.detail})`), note: verdict.because}
  }
  if (preflight[kind] !== 'accepted') return undefined
  const isKnown = kind === 'udp' ? place.target !== undefined : Object.keys(place.ipTarget).length > 0
  return {verdict: inconclusive(WHY[kind][isKnown ? 'silent' : 'nobody']), note: verdict.because}
}

const WHY = {
  udp: {
    nobody:
      'nobody is known behind UDP tunnels who answers: --responder HOST:PORT names a `masque serve responder`, --target an echo service',
    silent: 'UDP tunnels are accepted here and carried no echo before either',
  },
  ip: {
    nobody: 'nobody is known behind IP tunnels who answers an echo: --ip-target names a host that does',
    silent: 'IP tunnels are accepted here and carried no echo before either',
  },
} as const
