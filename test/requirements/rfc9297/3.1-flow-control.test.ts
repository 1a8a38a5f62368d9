/** A stream that was held back: what came within the limit, what came later, what never did, and what is not known. */
import probe from '../../../src/lib/requirements/rfc9297/3.1-flow-control/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const base = {before: true, octets: 16_384, answers: 15, answersInAll: 64, after: true, ending: null}

judgeTable(
  probe,
  base,
  [
    [{}, 'observed', 'the proxy stopped at 16384 of 16384 octets granted; when more was, all of the rest came'],
    [{answersInAll: 20}, 'observed', '5 of 49 more answers came, and the others never'],
    [{answersInAll: 15}, 'observed', '0 of 49 more answers came'],
    [{answersInAll: 15, after: false}, 'inconclusive', 'nothing came any more when the window was opened'],
    [{after: false}, 'observed', 'all of the rest came'],
    [
      {octets: 16_385},
      'observed',
      '16385 octets came on a stream for which 16384 were granted, which RFC 9113 forbids',
    ],
    [{octets: 14_384}, 'observed', 'the proxy stopped at 14384 of 16384'],
    [{octets: 14_383}, 'inconclusive', 'only 14383 of 16384 octets came'],
    [{ending: endedBy('peer')}, 'observed', 'the proxy gave up while its stream was held back: ended by peer'],
    [{ending: endedBy('network')}, 'inconclusive', 'the connection was lost: ended by network'],
    [{before: false}, 'inconclusive', 'no datagram crossed the tunnel'],
  ],
  '2',
)
