/** Three statuses are wrong, and their neighbours are not. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-status-204-205-206/probe.js'
import {judgeTable} from '../support/judge-table.js'

judgeTable(probe, {status: 200}, [
  [{}, 'pass', 'accepted with 200'],
  [{status: 203}, 'pass', 'accepted with 203'],
  [{status: 204}, 'fail', 'answered with 204'],
  [{status: 205}, 'fail', 'answered with 205'],
  [{status: 206}, 'fail', 'answered with 206'],
  [{status: 206}, 'fail', 'another 2xx status, as a rule 200'],
  [{status: 207}, 'pass', 'accepted with 207'],
  [{status: 299}, 'pass', 'accepted with 299'],
  [{status: 300}, 'inconclusive', 'refused with 300'],
  [{status: 199}, 'inconclusive', 'refused with 199'],
  [{status: null}, 'inconclusive', 'was not answered'],
])
