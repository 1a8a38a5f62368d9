// What a run comes to, by its report and its exit code together: where they do not agree, or there is no report, nothing
// is good. And whether the step fails for it.
import {readFileSync} from 'node:fs'

const LABELS = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  info: 'info',
  inconclusive: 'inconclusive',
  'not-applicable': 'notApplicable',
  waived: 'waived',
  error: 'error',
}
const VERDICTS = {0: 'met', 1: 'violated', 3: 'inconclusive', 70: 'broken', 130: 'interrupted'}

/** undefined: there is none, or it is none. */
export function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'))
    return report?.schema === 1 && Array.isArray(report.results) && report.summary ? report : undefined
  } catch {
    return undefined
  }
}

/**
 * `good`, `violated`, `inconclusive`: something was tested. `error`: everything else, nothing tested too.
 * @param exit as node tells it
 */
export function outcomeOf(exit, report) {
  const exitCode = exit.signal ? 70 : exit.code
  if (exit.signal) return {outcome: 'error', verdict: 'broken', exitCode, reason: `masque was ended by ${exit.signal}`}
  if (exitCode === 2)
    return {outcome: 'error', verdict: 'broken', exitCode, reason: 'wrong usage or configuration: see the log'}
  const verdict = VERDICTS[exitCode] ?? 'broken'
  if (!report)
    return {
      outcome: 'error',
      verdict: exitCode === 0 ? 'broken' : verdict,
      exitCode,
      reason: `there is no report; masque exited with ${exitCode}`,
    }
  const told = report.exitCode === exitCode
  if (!told)
    return {
      outcome: 'error',
      verdict: 'broken',
      exitCode,
      reason: `masque exited with ${exitCode}, its report says ${report.exitCode}`,
    }
  return {...weigh(exitCode, report), verdict: report.verdict, exitCode}
}

function weigh(exitCode, report) {
  const {summary, verdict} = report
  const tested = ['pass', 'fail', 'warn', 'info', 'waived'].reduce((sum, label) => sum + (summary[label] ?? 0), 0)
  if (exitCode === 1) return {outcome: 'violated', reason: violations(report)}
  if (exitCode !== 0 && exitCode !== 3)
    return {outcome: 'error', reason: exitCode === 130 ? 'interrupted' : 'masque itself failed: see the log'}
  if (tested === 0)
    return {outcome: 'error', reason: `nothing was tested${report.warnings?.[0] ? `: ${report.warnings[0]}` : ''}`}
  if (exitCode === 3) return {outcome: 'inconclusive', reason: `${summary.inconclusive} could not be decided`}
  return {
    outcome: 'good',
    reason:
      verdict === 'met' ? 'every requirement that was tested is met, or known' : `${verdict}, and fail-on is never`,
  }
}

function violations(report) {
  const fresh = newViolations(report).length
  return fresh > 0
    ? `${fresh} of its requirements violated`
    : 'waivers or baseline do not hold any more, or fail-on says so'
}

/** Failures that nobody knows of. */
export function newViolations({results}) {
  return results.filter(({label, baseline, scored}) => label === 'fail' && scored !== false && baseline !== 'known')
}

/** The counts, under the names of the outputs. */
export function countOutputs(report) {
  const counts = Object.entries(LABELS).map(([name, key]) => [name, report?.summary[key] ?? 0])
  return {...Object.fromEntries(counts), 'new-violations': report ? newViolations(report).length : 0}
}

/** Whether the step fails: `fail: false` wins over everything. */
export function fails(outcome, {fail, onError, onInconclusive}) {
  if (!fail) return false
  switch (outcome) {
    case 'good':
      return false
    case 'violated':
      return true
    case 'inconclusive':
      return onInconclusive
    default:
      return onError
  }
}
