import {refusalWith, withFields, without} from '../../../stimuli/faulty-response.js'
import {nameOf, readMembers} from '../../../stimuli/proxy-status.js'
import {linesOf} from '../../../stimuli/refusals.js'
import {wholeAnswers} from '../../../stimuli/whole-answers.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface AnswerSeen {
  readonly asked: string
  readonly status: number
  /** Lines of Proxy-Status in the header section, and in the trailers. */
  readonly above: readonly string[]
  readonly below: readonly string[]
}

interface Seen {
  /** Of answers that came whole. */
  readonly answers: readonly AnswerSeen[]
}

const FIELD = 'proxy-status'

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const answers = await wholeAnswers(rig, signal)
    return {
      answers: answers.map(({asked, status, headers, trailers}) => ({
        asked,
        status,
        above: linesOf(headers, FIELD),
        below: linesOf(trailers ?? [], FIELD),
      })),
    }
  },
  judge({answers}) {
    if (answers.length === 0) return inconclusive('no answer that opens no tunnel came whole')
    const marked = answers.filter(({below}) => below.length > 0)
    if (marked.length === 0)
      return notApplicable(`none of ${answers.length} whole answers has Proxy-Status in its trailers`)
    const found = marked.map(answer => ({answer, added: addedBelow(answer)}))
    const wrong = found.find(({added}) => added !== null && added.length > 0)
    if (wrong) {
      const {asked, status, above, below} = wrong.answer
      return fail(
        'each member of Proxy-Status in the trailers stands in the header section of the same answer',
        `in the answer (${status}) to ${asked} the trailers say ${quoted(below)}, and the header section says ${above.length > 0 ? quoted(above) : 'nothing'}: ${(wrong.added ?? []).map(name => JSON.stringify(name)).join(', ')} is new`,
      )
    }
    if (found.some(({added}) => added === null)) {
      const odd = found.find(({added}) => added === null)?.answer
      return inconclusive(`members of ${quoted([...(odd?.above ?? []), ...(odd?.below ?? [])])} cannot be read`)
    }
    return pass(
      `in ${marked.length} of ${answers.length} whole answers the trailers carry Proxy-Status, and each member stands in the header section`,
    )
  },
  silence: {answers: []},
  faults: {
    'blames-itself-only-in-the-trailers': refusalWith(head => ({
      ...without(FIELD)(head),
      trailers: [[FIELD, 'masque; error=http_response_incomplete']],
    })),
    'adds-another-hop-below': refusalWith(head => ({
      ...withFields([FIELD, 'masque'])(head),
      trailers: [[FIELD, 'masque; error=proxy_internal_error, backend.example']],
    })),
  },
})

/** Names of members that only the trailers have; null: one of the two sections cannot be read. */
function addedBelow({above, below}: AnswerSeen): readonly string[] | null {
  const [known, later] = [readMembers(above), readMembers(below)]
  if ('problem' in later || 'problem' in known) return null
  const names = new Set(known.members.map(nameOf))
  return later.members.map(nameOf).filter(name => !names.has(name))
}

function quoted(lines: readonly string[]): string {
  return JSON.stringify(lines.join(', ').slice(0, 200))
}
