/** Datagrams of contexts that nobody knows: which trace of them is a breach, and which silence is none. */
import probe from '../../../src/lib/requirements/rfc9298/5-unknown-context/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

judgeTable(probe, {before: true, after: true, leaked: [], unparsed: [], ending: null}, [
  [{}, 'pass', 'the tunnel went on working'],
  [{unparsed: ['2', '3']}, 'fail', 'with its Context ID in front (2, 3)'],
  [{leaked: ['62']}, 'fail', 'its payload reached the target (Context ID 62)'],
  [{leaked: ['62'], after: false, ending: endedBy('peer')}, 'fail', 'its payload reached the target'],
  [{after: false, ending: endedBy('peer')}, 'fail', 'the proxy ended it: ended by peer'],
  [{after: false, ending: endedBy('network')}, 'inconclusive', 'loss alone can explain'],
  [{after: false}, 'inconclusive', 'context 0 fell silent afterwards'],
  [{before: false, leaked: ['2']}, 'inconclusive', 'even in context 0'],
])
