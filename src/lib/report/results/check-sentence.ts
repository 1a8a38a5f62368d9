/** What a check comes to. It says no more than was proven, and never leaves out what could not be decided. */
import type {ResultDocument} from '../document.js'
import {idsOf, some} from './ids.js'
import {offencesOf} from './offences.js'
import type {Standing} from './standing.js'

export function checkSentence(document: ResultDocument): string {
  const {results, verdict} = document
  if (results.length === 0) return 'Nothing was tested.'
  const others = offencesOf(document).map(({words}) => words)
  const [violated, undecided, broken] = [
    idsOf(document, 'fail'),
    idsOf(document, 'inconclusive'),
    idsOf(document, 'error'),
  ]
  const parts: string[] = []
  if (violated > 0) parts.push(`${requirements(violated)} violated`)
  if (verdict === 'violated') parts.push(...others)
  if (broken > 0) parts.push(`masque itself failed with ${requirements(broken)}, which says nothing of the proxy`)
  if (undecided > 0) parts.push(`${requirements(undecided)} undecided`)
  if (parts.length === 0) return `${goodWords(document)}.`
  parts.push(...excusedWords(document))
  const sentence = `${parts.join('; ')}${violated > 0 && verdict !== 'violated' ? notCounted(verdict) : ''}.`
  return violated > 0 || others.length > 0 ? sentence : `No violation was found; ${sentence}`
}

function notCounted(verdict: ResultDocument['verdict']): string {
  return verdict === 'interrupted' ? '' : ' (--fail-on never: the exit code does not say so)'
}

function goodWords(document: ResultDocument): string {
  const {results} = document
  const isNone = results.every(({label}) => label === 'not-applicable')
  if (isNone) return 'Nothing that was asked about applies to this proxy'
  const warned = idsOf(document, 'warn')
  const met = `${requirements(idsOf(document, 'pass'))} met`
  return [`No violation was found: ${met}`, ...some(warned, 'warning', 'warnings'), ...excusedWords(document)].join(
    ', ',
  )
}

/** What looks bad and does not count: never passed over in silence. */
function excusedWords(document: ResultDocument): string[] {
  const word = (standing: Standing, words: string): string[] => some(idsOf(document, standing), words, words)
  return [
    ...word('known', 'known in the baseline'),
    ...word('unscored', 'not counted, being younger than the requirement set'),
    ...word('waived', 'waived'),
  ]
}

function requirements(count: number): string {
  return `${count} requirement${count === 1 ? '' : 's'}`
}
