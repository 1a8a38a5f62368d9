import {askConcealed, offeredTunnel, wellFormed, type ConcealedAnswer} from '../../../stimuli/concealed.js'
import {fitsItsOwnKey, fittingAnything, signedByNobody} from '../../../stimuli/concealed-proof.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface TrialSeen {
  readonly what: string
  /** Alternating: without a credential, and with this one. */
  readonly without: readonly ConcealedAnswer[]
  readonly withIt: readonly ConcealedAnswer[]
}

interface Seen {
  readonly trials: readonly TrialSeen[]
}

const ALTERNATIONS = 3
const HIDDEN = {status: 404, headers: []}

/** Nobody who checks everything takes any of these: none was made with a key that was registered. */
function forms({random}: Rig): readonly (readonly [what: string, field: string])[] {
  return [
    ['of random octets in the right form', wellFormed(random)],
    ['with a real signature of a key that nobody registered', signedByNobody(random).field],
    ['with a key and a signature that fit whatever is signed', fittingAnything(random).field],
  ]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {request} = offeredTunnel(rig)
    const trials: TrialSeen[] = []
    for (const [what, field] of forms(rig)) {
      const [without, withIt]: [ConcealedAnswer[], ConcealedAnswer[]] = [[], []]
      for (let count = 0; count < ALTERNATIONS; count++) {
        const [plain, tried] = [
          await askConcealed(rig, undefined, signal, request),
          await askConcealed(rig, field, signal, request),
        ]
        without.push(plain)
        withIt.push(tried)
        // Only what opens a tunnel has to be seen again.
        if (plain.isSuccess || !tried.isSuccess) break
      }
      trials.push({what, without, withIt})
    }
    return {trials}
  },
  judge({trials}) {
    const answered = trials.filter(({without, withIt}) => [...without, ...withIt].every(({status}) => status !== null))
    const [first] = answered
    const plain = first?.without[0]
    if (!plain) return inconclusive('requests without a credential and with a made-up one were not both answered')
    if (answered.some(({without}) => without.some(({isSuccess}) => isSuccess))) {
      return notApplicable('tunnels are opened without credentials, so nothing hangs on a credential')
    }
    const opened = answered.filter(({withIt}) => withIt.some(({isSuccess}) => isSuccess))
    const taken = opened.find(({withIt}) => withIt.length === ALTERNATIONS && withIt.every(({isSuccess}) => isSuccess))
    if (taken) {
      return fail(
        'only a credential of a registered key, with a signature of it over this connection, opens a tunnel',
        `a credential ${taken.what} opened one ${ALTERNATIONS} times (${taken.withIt[0]?.status ?? ''}), and without it ${plain.status ?? ''} was answered each time`,
      )
    }
    if (opened.length > 0) return inconclusive('a made-up credential opened a tunnel, but not each time')
    if (answered.length < trials.length)
      return inconclusive(`only ${answered.length} of ${trials.length} made-up credentials were answered`)
    return observed(
      `none of ${trials.length} made-up credentials opened a tunnel (${plain.status ?? ''} without them); whether each check is made of one whose key is known takes a key that is registered at the proxy`,
    )
  },
  silence: {trials: []},
  faults: {
    'takes-what-has-the-right-form': {
      http: {
        admit: ({headers}) => (/^Concealed k=.+, a=.+, p=.+, s=.+, v=/.test(shown(headers)) ? undefined : HIDDEN),
      },
    },
    // As a backend that skips the verification does, and knows another output of the exporter than we do.
    'trusts-the-key-it-is-shown': {
      http: {admit: ({headers}) => (fitsItsOwnKey(shown(headers), new Uint8Array(48)) ? undefined : HIDDEN)},
    },
  },
})

function shown(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
}
