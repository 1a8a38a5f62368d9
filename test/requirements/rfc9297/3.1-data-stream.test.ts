/** How often each capsule took effect, however it was cut; a tunnel that is dead tells nothing of that. */
import probe from '../../../src/lib/requirements/rfc9297/3.1-data-stream/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

judgeTable(probe, {before: true, after: true, ending: null, cut: 1, packed: [1, 1, 1]}, [
  [{}, 'pass', 'each capsule took effect once'],
  [{before: false}, 'inconclusive', 'was not answered before either'],
  [{ending: endedBy('network')}, 'inconclusive', 'the tunnel was lost: ended by network'],
  [{ending: endedBy('peer')}, 'observed', 'the tunnel ended, ended by peer, behind capsules that were cut anew'],
  [{cut: null}, 'inconclusive', 'the target does not say'],
  [{packed: null}, 'inconclusive', 'the target does not say'],
  [{cut: 0}, 'observed', 'a capsule of one octet a piece took effect not at all'],
  [{cut: 2}, 'observed', 'a piece took effect 2 times'],
  [{packed: [1, 0, 2]}, 'observed', 'of 3 capsules in one piece 1 took effect once'],
  [{cut: 0, packed: [1, 0, 0]}, 'observed', 'not at all; of 3 capsules in one piece 1 took effect once'],
  [{cut: 0, after: false}, 'inconclusive', 'and no later capsule did, whole as it was'],
  [{after: false}, 'inconclusive', 'and then the tunnel fell silent'],
])
