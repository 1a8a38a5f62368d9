import probe from '../../../src/lib/requirements/rfc9484/6-unknown-context/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const good = {before: true, after: true, leaked: [], ending: null}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'even in context 0'],
  ['all is well', good, 'pass', 'vanished'],
  ['no echo before', {...good, before: false, leaked: ['2']}, 'inconclusive', 'even in context 0'],
  ['leaked', {...good, leaked: ['2', '62']}, 'fail', '(Context ID 2, 62)'],
  ['closed', {...good, ending: RESET}, 'fail', 'the proxy ended it: the proxy reset'],
  ['lost', {...good, after: false, ending: LOST}, 'inconclusive', 'loss alone'],
  ['silent', {...good, after: false}, 'inconclusive', 'loss alone'],
  ['nobody to ask', {...good, leaked: null}, 'inconclusive', 'nobody could be asked'],
])
