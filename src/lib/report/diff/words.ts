/** The words of a comparison, the same in every format. */
import type {Change, DiffDocument, DiffResult, DiffWay} from './document.js'

export const HEADINGS: Readonly<Record<Change, string>> = {
  worse: 'Worse',
  undecided: 'Not decided any more',
  better: 'Better',
  changed: 'Changed',
  reason: 'The same, for another reason',
  added: 'Looked at now, and not before',
  removed: 'Not looked at any more',
}

const WHAT: Readonly<Record<DiffWay['what'], string>> = {
  road: 'way',
  offer: 'version',
  udp: 'UDP tunnels',
  ip: 'IP tunnels',
}

export function nameOfWay({http, what}: DiffWay): string {
  return `HTTP/${http}: ${WHAT[what]}`
}

export function nameOfResult({id, http}: DiffResult): string {
  return http === undefined ? id : `${id} over HTTP/${http}`
}

export function fromTo(before: string | null | undefined, after: string | null | undefined): string {
  if (before === null || before === undefined) return after ?? ''
  return after === null || after === undefined ? before : `${before} -> ${after}`
}

/** What does not count says so. */
export function labelsOf({before, after}: DiffResult): string {
  const of = (side: DiffResult['before']): string | null =>
    side && (side.scored ? side.label : `${side.label} (not counted)`)
  return fromTo(of(before), of(after))
}

export function sentence({outcome, results, ways, compared}: DiffDocument): string {
  const count = (change: Change): number => [...results, ...ways].filter(each => each.change === change).length
  switch (outcome) {
    case 'worse':
      return `Worse: ${of(count('worse'), 'change')}.`
    case 'undecided':
      return count('undecided') > 0
        ? `Nothing is shown to be worse, but ${of(count('undecided'), 'thing')} cannot be told any more.`
        : 'Nothing is shown to be worse, but too little of it was looked at in both runs.'
    case 'no-worse':
      return compared > 0 ? `No worse, in ${compared} results of both runs.` : 'No worse.'
  }
}

function of(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
