/** What a run comes to, in a sentence: the last line of the table, the first of everything else. */
import type {ResultDocument} from '../document.js'
import {checkSentence} from './check-sentence.js'
import {probeSentence} from './probe-sentence.js'

interface Around {
  /** Diagnoses stand beside the sentence, which then need not repeat them. */
  readonly isDiagnosed: boolean
}

/** What a peer said may be in it. */
export function sentenceOf(document: ResultDocument, {isDiagnosed}: Around = {isDiagnosed: false}): string {
  const sentence = plainSentence(document, isDiagnosed)
  if (document.verdict !== 'interrupted') return sentence
  return `Interrupted. So far: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}

function plainSentence(document: ResultDocument, isDiagnosed: boolean): string {
  switch (document.command) {
    case 'check':
      return checkSentence(document)
    case 'shell':
    case 'replay':
      return scriptSentence(document)
    default:
      return probeSentence(document, isDiagnosed)
  }
}

/** What became of the expectations of a session. */
function scriptSentence({summary, results}: ResultDocument): string {
  if (results.length === 0) return 'nothing was expected.'
  const {pass = 0, fail = 0, inconclusive = 0} = summary
  return `${pass} met, ${fail} violated, ${inconclusive} undecided.`
}
