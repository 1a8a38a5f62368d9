/** An answer on the upgraded connection is told first; without one the echoes have to show that there was a tunnel. */
import probe from '../../../src/lib/requirements/rfc9297/3.1-h1-last-request/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const base = {status: 101, before: true, after: true, response: null, bare: {response: null, ending: null}}

judgeTable<Parameters<typeof probe.judge>[0]>(
  probe,
  base,
  [
    [{}, 'pass', 'bare text was waited on for more'],
    [{bare: {response: null, ending: endedBy('peer')}}, 'pass', 'bare text ended it: ended by peer'],
    [{bare: null}, 'pass', 'bare text was not tried'],
    [{status: null}, 'inconclusive', 'was not answered'],
    [{status: 200}, 'inconclusive', 'no tunnel was opened: the answer was 200'],
    [
      {response: 'HTTP/1.1 404'},
      'observed',
      'a request inside a capsule was answered on the upgraded connection, with "HTTP/1.1 404"',
    ],
    [{response: 'HTTP/1.1 404', before: false}, 'observed', 'it can be smuggled'],
    [
      {bare: {response: 'HTTP/1.1 400', ending: null}},
      'observed',
      'was answered with "HTTP/1.1 400": it can be smuggled',
    ],
    [{before: false}, 'inconclusive', 'came back before'],
    [{after: false}, 'inconclusive', 'behind the capsule with the text of a request'],
  ],
  '1.1',
)
