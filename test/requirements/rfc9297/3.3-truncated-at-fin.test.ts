/** What reached the target accuses; an orderly end is no evidence, and silence neither. */
import probe from '../../../src/lib/requirements/rfc9297/3.3-truncated-at-fin/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

judgeTable(probe, {before: true, arrived: false, ending: endedBy('peer')}, [
  [{}, 'pass', 'the proxy signalled an error: ended by peer'],
  [{before: false}, 'inconclusive', 'no echo in a capsule came back before'],
  [{arrived: true}, 'fail', '9 octets of a payload that was cut off reached the target'],
  [{arrived: true}, 'fail', 'nothing of a cut capsule goes on'],
  [{arrived: true, ending: null}, 'fail', 'reached the target'],
  [{arrived: null}, 'inconclusive', 'does not say'],
  [{ending: endedBy('network')}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{ending: endedBy('us')}, 'inconclusive', 'neither an end nor a packet was seen'],
  [{ending: null}, 'inconclusive', 'neither an end nor a packet was seen'],
  [{ending: endedBy('peer', {how: 'finished'})}, 'observed', 'just closed its side'],
  [{ending: endedBy('peer', {how: 'connection-closed'})}, 'observed', 'just closed its side'],
  [{ending: endedBy('peer', {how: 'connection-closed', code: '1'})}, 'pass', 'signalled an error'],
])
