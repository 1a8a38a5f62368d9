/** What travels on a refused request is told, if the target can say so. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-only-success/probe.js'
import {judgeTable} from '../support/judge-table.js'

judgeTable(probe, {status: 501, reached: 0, again: true}, [
  [{}, 'pass', 'refused with 501, and no payload on it reached the target'],
  [{status: 300}, 'pass', 'refused with 300'],
  [{status: null}, 'inconclusive', 'was not answered with a status'],
  [{status: 299}, 'inconclusive', 'was answered with 299'],
  [{reached: null}, 'inconclusive', 'does not say'],
  [{reached: 1}, 'observed', 'and 1 payloads on it reached the target all the same'],
  [{reached: 1, again: false}, 'observed', 'refused with 501'],
  [{again: false}, 'inconclusive', 'afterwards no tunnel could be opened'],
])
