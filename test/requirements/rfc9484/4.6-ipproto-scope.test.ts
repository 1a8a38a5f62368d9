/** What passes in the scoped tunnel is held against what passes without a scope. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.6-ipproto-scope/probe.js'
import {expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const control = {icmp: true, udp: true, tcp: true, protocols: [0]}
const scoped = {icmp: true, udp: true, tcp: false, protocols: [17]}
const BASE: Seen = {control, scoped}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'UDP and ICMP pass, and TCP does not'],
  [{control: {...control, icmp: false}}, 'inconclusive', 'without a scope no ICMP echo'],
  [{scoped: {...scoped, icmp: false}}, 'observed', 'ICMP is blocked in a tunnel with ipproto 17'],
  [{control: {...control, udp: null}, scoped: {...scoped, udp: false}}, 'inconclusive', 'in neither tunnel'],
  [{scoped: {...scoped, udp: false}}, 'observed', 'UDP is blocked in a tunnel with ipproto 17'],
  [{control: {...control, udp: false}}, 'pass', 'UDP and ICMP pass'],
  [
    {scoped: {...scoped, tcp: true}},
    'observed',
    'TCP passes in a tunnel with ipproto 17, though its routes are for that protocol',
  ],
  [
    {scoped: {...scoped, tcp: true, protocols: [17, 0]}},
    'observed',
    'the scope is ignored: TCP passes with ipproto 17, and the routes are for protocol 17, 0',
  ],
  [
    {control: {...control, tcp: false}},
    'inconclusive',
    'no answer to TCP came back in a tunnel without a scope either',
  ],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
