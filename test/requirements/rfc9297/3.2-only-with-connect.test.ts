/** Alike, or not alike; what differs by itself tells nothing. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-only-with-connect/probe.js'
import {judgeTable} from '../support/judge-table.js'

const PAGE = 'status 404 with 0 octets of content'

judgeTable(probe, {without: [PAGE, PAGE], with: [PAGE, PAGE]}, [
  [{}, 'pass', `alike with and without the field: ${PAGE}`],
  [{without: [], with: []}, 'inconclusive', 'GET / was not answered'],
  [{without: [PAGE, 'no answer']}, 'inconclusive', 'GET / was not answered'],
  [{without: [PAGE, 'status 200']}, 'inconclusive', `differ even without the field: ${PAGE}; status 200`],
  [{with: ['status 400', 'status 400']}, 'observed', `without it ${PAGE}; with it status 400`],
  [{with: [PAGE, 'status 400']}, 'inconclusive', 'now as without it, now otherwise: status 400'],
  [{with: ['no answer', 'no answer']}, 'inconclusive', 'GET / with the field was not answered'],
])
