/** Judges of the rows of RFC 8441 about the setting, and about what :authority is for. */
import target from '../../../src/lib/requirements/rfc8441/4-authority-not-target/probe.js'
import ignores from '../../../src/lib/requirements/rfc8441/3-server-ignores-client-setting/probe.js'
import value from '../../../src/lib/requirements/rfc8441/3-setting-value/probe.js'
import type {Heard} from '../../../src/lib/stimuli/raw-asking.js'
import {ACCEPTED, CLOSED, heard, over, reset, response, UNHEARD, WITHDRAWN} from '../support/answers.js'
import {judgeCases} from '../support/judge-cases.js'

judgeCases(value, [
  ['one', {settled: true, values: ['1']}, 'pass', 'the value of 0x8 is 1'],
  ['zero, then one', {settled: true, values: ['0', '1', '1']}, 'pass', '0, then 1, then 1'],
  ['two', {settled: true, values: ['1', '2']}, 'fail', 'the value is 2'],
  ['taken back', {settled: true, values: ['1', '0']}, 'fail', '1, then 0'],
  ['none', {settled: true, values: []}, 'not-applicable', 'does not send 0x8'],
  ['nothing came', {settled: false, values: []}, 'inconclusive', 'did not arrive'],
])

const NO = heard(response(501))
const pairs = (announced: Heard, omitted: Heard, third: readonly [Heard, Heard] = [announced, omitted]) => ({
  pairs: [
    {announced, omitted},
    {announced, omitted},
    {announced: third[0], omitted: third[1]},
  ],
})

judgeCases(ignores, [
  ['alike', pairs(ACCEPTED, ACCEPTED), 'pass', 'with our setting and without it'],
  [
    'only with',
    pairs(ACCEPTED, NO),
    'observed',
    'with our setting the proxy answered 200, and without it answered 501, in each of 3',
  ],
  ['only without', pairs(NO, ACCEPTED), 'observed', 'with our setting the proxy answered 501'],
  ['never', pairs(NO, NO), 'inconclusive', 'no tunnel opens'],
  ['now and then', pairs(ACCEPTED, ACCEPTED, [ACCEPTED, NO]), 'inconclusive', 'not the same each time'],
  ['mixed', pairs(ACCEPTED, NO, [NO, ACCEPTED]), 'inconclusive', 'not the same each time'],
  ['silent', pairs(ACCEPTED, UNHEARD), 'inconclusive', 'not every request was answered'],
  ['too few', {pairs: pairs(ACCEPTED, ACCEPTED).pairs.slice(1)}, 'inconclusive', 'not everything was asked'],
])

const asked = (seen: Heard, reached: boolean | null = null) => ({
  hasTarget: true,
  control: ACCEPTED,
  asked: seen,
  reached,
})

judgeCases(target, [
  ['refused', asked(NO), 'pass', 'a path that leads nowhere the proxy answered 501'],
  ['reset', asked(over(reset(1n))), 'pass', 'gave the stream up'],
  ['closed', asked(over(CLOSED)), 'pass', 'closed the connection'],
  ['reached', asked(ACCEPTED, true), 'fail', 'answered 200, and what was sent arrived there'],
  ['not reached', asked(ACCEPTED, false), 'inconclusive', 'does not watch TCP'],
  ['withdrawn', asked(WITHDRAWN), 'inconclusive', 'and then gave the stream up'],
  ['silent', asked(UNHEARD), 'inconclusive', 'did not answer'],
  ['the good one refused', {...asked(NO), control: NO}, 'inconclusive', 'to a good request the proxy answered 501'],
  ['nobody to name', {...asked(NO), hasTarget: false}, 'inconclusive', 'no responder to name'],
])
