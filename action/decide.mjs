// The last step: the summary, now that there is an address for the reports, and whether the step fails.
import {addSummary, annotation} from './github.mjs'
import {readBoolean} from './inputs.mjs'
import {fails, readReport} from './outcome.mjs'
import {summaryOf} from './summary.mjs'

const {OUTCOME, REASON, REPORT_JSON, ARTIFACT_URL, ...env} = process.env
const outcome = OUTCOME || 'error'
const reason = REASON || 'the step did not come to its end'
try {
  if (readBoolean('summary', env.INPUT_SUMMARY, true)) {
    addSummary(
      summaryOf({
        outcome,
        reason,
        report: REPORT_JSON ? readReport(REPORT_JSON) : undefined,
        artifactUrl: ARTIFACT_URL,
      }),
    )
  }
  const wish = {
    fail: readBoolean('fail', env.INPUT_FAIL, true),
    onError: readBoolean('fail-on-error', env.INPUT_FAIL_ON_ERROR, true),
    onInconclusive: readBoolean('fail-on-inconclusive', env.INPUT_FAIL_ON_INCONCLUSIVE, false),
  }
  if (fails(outcome, wish)) {
    console.log(annotation('error', 'masque check', reason))
    process.exitCode = 1
  }
} catch (error) {
  console.log(annotation('error', 'masque check', error.message))
  // Unless somebody said clearly that it may not fail.
  if (env.INPUT_FAIL?.trim().toLowerCase() !== 'false') process.exitCode = 1
}
