/** The judges of what IP tunnels are used for, and of what they do to packets: one table a requirement. */
import vpn from '../../../src/lib/requirements/ipreqs/2.1-consumer-vpn/probe.js'
import pointToPoint from '../../../src/lib/requirements/ipreqs/2.2-point-to-point/probe.js'
import pointToNetwork from '../../../src/lib/requirements/ipreqs/2.3-point-to-network/probe.js'
import unmodified from '../../../src/lib/requirements/ipreqs/3.2-unmodified/probe.js'
import mtu from '../../../src/lib/requirements/ipreqs/3.3-mtu/probe.js'
import assignment from '../../../src/lib/requirements/ipreqs/3.4-ip-assignment/probe.js'
import reliable from '../../../src/lib/requirements/ipreqs/4.2-reliable/probe.js'
import {icmpError, judges, LOST, RESET} from '../support/judging.js'

const source = (seen: string) => ({
  families: [4] as const,
  sources: [{family: 4, assigned: '192.0.2.9', seen} as const],
  own: '203.0.113.5',
  proxy: '198.51.100.1',
})
judges(vpn, [
  ['no tunnel', vpn.silence, 'inconclusive', 'there is no tunnel'],
  ['a responder that says nothing', {...source(''), sources: []}, 'inconclusive', 'does not say'],
  ['the address of the tunnel', source('192.0.2.9'), 'pass', 'IPv4 from 192.0.2.9'],
  ['the address of the proxy', source('198.51.100.1'), 'pass', "not the client's address (203.0.113.5)"],
  ['nothing known of ours', {...source('192.0.2.9'), own: null}, 'pass', 'unknown here'],
  ['our own', source('203.0.113.5'), 'concern', "the client's own address: IPv4 from 203.0.113.5"],
  ['our own, which is assigned', {...source('192.0.2.9'), own: '192.0.2.9'}, 'concern', 'own address'],
  ['one that both ends share', {...source('203.0.113.5'), proxy: '203.0.113.5'}, 'inconclusive', 'share 203.0.113.5'],
  ['any other', source('192.0.2.77'), 'observed', 'neither'],
])

const ends = {
  ours: '192.0.2.9',
  before: true,
  router: '192.0.2.1',
  routerAnswers: true,
  theirs: '192.0.2.250',
  theirsAnswers: false,
  after: true,
  ending: null,
}
judges(pointToPoint, [
  ['no address', pointToPoint.silence, 'inconclusive', 'assigns no address'],
  ['an answer at its own address', ends, 'pass', "the proxy's own address 192.0.2.1; 192.0.2.250"],
  ['an answer at ours for it', {...ends, theirsAnswers: true, after: false}, 'pass', 'took up 192.0.2.250'],
  ['an end', {...ends, ending: RESET}, 'concern', 'when it was assigned 192.0.2.250'],
  ['an end by the network', {...ends, after: false, ending: LOST}, 'inconclusive', 'fell silent'],
  ['an end of what never worked', {...ends, before: false, after: false, ending: RESET}, 'inconclusive', 'fell silent'],
  ['nothing', {...ends, before: false, routerAnswers: false}, 'inconclusive', 'no packet got through'],
  ['silence afterwards', {...ends, after: false}, 'inconclusive', 'loss alone'],
  ['no answer of its own', {...ends, routerAnswers: false}, 'observed', 'does not answer at its own 192.0.2.1'],
  [
    'no address of its own',
    {...ends, router: null, routerAnswers: false},
    'observed',
    'no address of the proxy itself',
  ],
])

const inside = {destination: '203.0.113.7', answered: true, errors: []}
const network = {family: 4, routes: ['203.0.113.0/24'], isAdvertised: true, inside, outside: null} as const
const beyond = (change: object) => ({...network, outside: {...inside, destination: '192.0.2.250', ...change}})
judges(pointToNetwork, [
  ['nothing', pointToNetwork.silence, 'inconclusive', 'no routes'],
  ['no routes', {families: [{...network, routes: []}]}, 'inconclusive', 'no routes'],
  ['nobody to ask', {families: [{...network, inside: null}]}, 'inconclusive', 'no responder is known'],
  [
    'an answer',
    {families: [network]},
    'pass',
    '203.0.113.7 answered in advertised ranges (advertised: 203.0.113.0/24)',
  ],
  ['other routes', {families: [{...network, isAdvertised: false}]}, 'observed', 'no advertised range leads'],
  [
    'a refusal',
    {families: [{...network, inside: {...inside, answered: false, errors: [icmpError()]}}]},
    'observed',
    '(IPv4) were refused: ICMP administratively prohibited',
  ],
  ['silence', {families: [{...network, inside: {...inside, answered: false}}]}, 'inconclusive', 'from 203.0.113.7'],
  ['an answer from outside', {families: [beyond({})]}, 'pass', '192.0.2.250, outside of them, answered as well'],
  ['none from outside', {families: [beyond({answered: false})]}, 'pass', 'the answer was nothing'],
])

const header = {
  'DSCP and ECN': '0x2a',
  identification: '0x7',
  flags: '0x2',
  'flow label': null,
  protocol: '17',
  length: '60',
}
const four = {family: 4, isReady: true, echoed: true, sent: header, quoted: header} as const
const six = {...four, family: 6} as const
judges(unmodified, [
  ['nothing', unmodified.silence, 'inconclusive', 'no packet of either family'],
  ['no way', {families: [{...four, echoed: false, quoted: null}]}, 'inconclusive', 'no packet of either family'],
  ['both as sent', {families: [four, six]}, 'pass', 'quotes headers of IPv4 and IPv6 as they were sent'],
  ['no quotes', {families: [{...four, quoted: null}]}, 'pass', 'echoes of IPv4 come back'],
  ['one quote', {families: [{...four, quoted: null}, six]}, 'pass', 'headers of IPv6 as'],
  [
    'a mark cleared',
    {families: [{...four, echoed: false, quoted: {...header, 'DSCP and ECN': '0x0'}}]},
    'observed',
    'DSCP and ECN of IPv4 was 0x2a and became 0x0',
  ],
  [
    'one silent',
    {families: [four, {...six, echoed: false, quoted: null}]},
    'inconclusive',
    'nothing came back of IPv6',
  ],
  [
    'one missing',
    {families: [four, {...six, isReady: false, echoed: false, quoted: null, sent: null}]},
    'observed',
    'only IPv4 could be tried',
  ],
])

const big = {family: 6, ourMtu: 1398, small: true, largest: 1280, told: {mtu: 1500, from: '2001:db8::2'}} as const
judges(mtu, [
  ['no tunnel', mtu.silence, 'inconclusive', 'there is no tunnel'],
  ['no small echo', {...big, small: false}, 'inconclusive', 'not even a small echo'],
  ['both', big, 'pass', 'Packet Too Big from 2001:db8::2 says 1500; echoes of up to 1280 octets come back'],
  ['without a value', {...big, told: {mtu: null, from: '192.0.2.1'}}, 'pass', 'says no MTU'],
  [
    'complaints alone',
    {...big, largest: null},
    'pass',
    'no echo of 1280 octets or more came back (our side takes 1398)',
  ],
  ['echoes alone', {...big, told: null}, 'observed', 'by echo alone: echoes of up to 1280'],
  ['neither', {...big, told: null, largest: null}, 'observed', 'not at all'],
])

const wishes = [
  {wish: 'any range of four IPv4 addresses', answer: 'assigned', address: '192.0.2.4/30'},
  {wish: 'any IPv6 address', answer: 'declined', address: null},
] as const
const given = {unasked: ['192.0.2.2/32'], wishes, after: true, ending: null}
const unanswered = wishes.map(one => ({...one, answer: 'none', address: null}) as const)
judges(assignment, [
  ['nothing', assignment.silence, 'inconclusive', 'no address at all'],
  ['no answers, nothing unasked', {...given, unasked: [], wishes: unanswered}, 'inconclusive', 'no address at all'],
  ['an end', {...given, ending: RESET}, 'concern', 'upon requests and an assignment of ours'],
  [
    'everything',
    given,
    'pass',
    'assigned without being asked: 192.0.2.2/32; any range of four IPv4 addresses: 192.0.2.4/30',
  ],
  ['a refusal', given, 'pass', 'any IPv6 address: declined; an assignment of ours to the proxy is put up with'],
  ['nothing unasked', {...given, unasked: [], after: false}, 'pass', 'nothing is assigned unasked'],
  ['silence afterwards', {...given, after: false}, 'pass', 'could not be told'],
  ['no answers', {...given, wishes: unanswered}, 'observed', 'requests for addresses are not answered'],
  [
    'no range',
    {...given, wishes: [{...wishes[0], address: '192.0.2.4/32'}, wishes[1]]},
    'observed',
    'not all of it works',
  ],
  [
    'one answer',
    {...given, wishes: [wishes[0], unanswered[1] ?? wishes[1]]},
    'observed',
    'any IPv6 address: no answer',
  ],
])

const carried = {usual: 'frame', before: true, answeredIn: 'frame', after: true, ending: null} as const
judges(reliable, [
  ['nothing', reliable.silence, 'inconclusive', 'no answer either'],
  ['an answer', carried, 'pass', 'its answer came in a frame'],
  ['an answer in a capsule', {...carried, answeredIn: 'capsule', after: false}, 'pass', 'came in a capsule'],
  ['no frames', {...carried, usual: 'capsule'}, 'not-applicable', 'not in use'],
  ['an end', {...carried, answeredIn: null, ending: RESET}, 'observed', 'ended the tunnel'],
  ['no answer', {...carried, answeredIn: null}, 'observed', 'none of 4 packets'],
  ['silence', {...carried, answeredIn: null, after: false, ending: LOST}, 'inconclusive', 'fell silent'],
])
