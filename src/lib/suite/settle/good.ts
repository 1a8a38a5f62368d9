/** Whether a result shows that something is mended, or is still there: both need more than a label. */
import type {Result} from '../../report/document.js'

/** Seen, and nothing is wrong with it: each time. */
export function isGood({label, flaky}: Result): boolean {
  return (label === 'pass' || label === 'info') && flaky !== true
}

export function isBad({label}: Result): boolean {
  return label === 'fail' || label === 'warn'
}

/** Of several looks at the same thing: at least one shows that it is good, and none leaves room for doubt. */
export function areGood(results: readonly Result[]): boolean {
  return results.some(isGood) && results.every(result => isGood(result) || result.label === 'not-applicable')
}
