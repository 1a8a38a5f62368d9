/** What became of each scope is told, with what the proxy says of the reason. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.6-access-control/probe.js'
import {expectJudged, type Row} from '../support/judged.js'
import {NOT_ASKED, type Asked} from '../../../src/lib/stimuli/ask-ip.js'

type Seen = Parameters<typeof probe.judge>[0]

const accepted: Asked = {...NOT_ASKED, kind: 'success', status: 200}
const refused = (status: number): Asked => ({...NOT_ASKED, kind: 'refused', status})
const BASE: Seen = {
  hasTarget: true,
  own: accepted,
  others: [
    {name: 'the loopback address', asked: {...refused(502), proxyStatus: 'proxy; error=destination_ip_unroutable'}},
    {name: 'a private network', asked: accepted},
  ],
}

const ROWS: readonly Row<Seen>[] = [
  [
    {},
    'observed',
    'a tunnel to the target was accepted with 200; one to the loopback address was refused with 502 (Proxy-Status "proxy; error=destination_ip_unroutable"); one to a private network was accepted with 200',
  ],
  [{hasTarget: false}, 'not-applicable', 'no {target}'],
  [{own: refused(403)}, 'inconclusive', 'to where the user may go was refused with 403 as well'],
  [{own: NOT_ASKED}, 'inconclusive', 'was not answered as well'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
