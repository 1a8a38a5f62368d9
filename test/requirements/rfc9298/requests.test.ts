/** Judges of the rows of RFC 9298 about requests and their answers. */
import authority from '../../../src/lib/requirements/rfc9298/3.4-authority-mismatch/probe.js'
import setting from '../../../src/lib/requirements/rfc9298/3.4-extended-connect-setting/probe.js'
import respond from '../../../src/lib/requirements/rfc9298/3.1-respond-without-target/probe.js'
import socket from '../../../src/lib/requirements/rfc9298/3.1-success-means-socket/probe.js'
import template from '../../../src/lib/requirements/rfc9298/2-default-template/probe.js'
import token from '../../../src/lib/requirements/rfc9298/8-iana-token/probe.js'
import type {Answer} from '../../../src/lib/spec/rig.js'
import {ACCEPTED, endedBy, heard, refused, response, SILENCE, SUCCESS, UNHEARD} from '../support/answers.js'
import {judgeCases} from '../support/judge-cases.js'

const paths = (byDefault: Answer, more: Partial<Parameters<typeof template.judge>[0]> = {}) => ({
  isDefault: false,
  isOffered: true,
  configured: SUCCESS,
  byDefault,
  elsewhere: refused(404),
  ...more,
})

judgeCases(template, [
  ['it opens', paths(SUCCESS), 'pass', 'a tunnel opens on the default path'],
  [
    'it is the one to be used',
    paths(refused(404), {isDefault: true}),
    'fail',
    'answered 404, though it is the one to be used',
  ],
  [
    'nothing is known',
    paths(refused(405), {isDefault: true, isOffered: false, configured: refused(405)}),
    'inconclusive',
    'on the path it was asked for either',
  ],
  ['it is not offered', paths(refused(400)), 'observed', 'find no tunnel there'],
  ['credentials', paths(refused(407)), 'pass', 'answers otherwise elsewhere'],
  [
    'credentials, and nothing elsewhere',
    paths(refused(401), {elsewhere: SILENCE}),
    'pass',
    'answers otherwise elsewhere',
  ],
  ['credentials everywhere', paths(refused(401), {elsewhere: refused(401)}), 'inconclusive', 'as everywhere'],
  ['another status', paths(refused(502)), 'inconclusive', 'answered 502'],
  ['silent', paths(SILENCE), 'inconclusive', 'did not answer'],
])

judgeCases(token, [
  [
    'opened',
    {token: 'connect-udp', template: '/x', answer: SUCCESS},
    'observed',
    'asked for connect-udp on /x the proxy answered 200',
  ],
  ['refused', {token: 'connect-udp', template: '/x', answer: refused(501)}, 'observed', 'answered 501'],
  ['silent', {token: 'connect-udp', template: '/x', answer: SILENCE}, 'inconclusive', 'did not answer'],
  ['ended', {token: 'connect-udp', template: '/x', answer: endedBy('peer')}, 'inconclusive', 'gave no answer'],
])

const at = (answer: Answer, tookMs = 10) => ({answer, tookMs})

const AT_ONCE = {nowhere: [at(refused(404), 10), at(refused(404), 20)]}

judgeCases(respond, [
  ['at once', {...AT_ONCE, speaking: at(SUCCESS, 12), silent: at(SUCCESS, 530)}, 'pass', 'without waiting for it'],
  [
    'late',
    {...AT_ONCE, speaking: at(SUCCESS, 530), silent: at(SUCCESS, 531)},
    'observed',
    'answered 200 after 531 ms, and for one that speaks after 530 ms',
  ],
  [
    'both late, and only they',
    {...AT_ONCE, speaking: at(SUCCESS, 531), silent: at(SUCCESS, 900)},
    'observed',
    'it waits before it opens any tunnel',
  ],
  [
    'both late, and once what leads nowhere',
    {nowhere: [at(refused(404), 10), at(refused(404), 531)], speaking: at(SUCCESS, 531), silent: at(SUCCESS, 900)},
    'inconclusive',
    'too slow to tell',
  ],
  [
    'everything is slow',
    {nowhere: [at(refused(404), 400), at(refused(404), 1700)], speaking: at(SUCCESS, 1701), silent: at(SUCCESS, 1700)},
    'pass',
    'without waiting for it',
  ],
  [
    'never',
    {...AT_ONCE, speaking: at(SUCCESS), silent: at(SILENCE)},
    'observed',
    'while for one that speaks it answered',
  ],
  ['refused', {...AT_ONCE, speaking: at(SUCCESS), silent: at(refused(403))}, 'inconclusive', 'a rule for that port'],
  ['ended', {...AT_ONCE, speaking: at(SUCCESS), silent: at(endedBy('peer'))}, 'inconclusive', 'gave no answer'],
  ['no silent target', {...AT_ONCE, speaking: at(SUCCESS), silent: null}, 'inconclusive', 'no silent target is known'],
  [
    'nothing opens',
    {...AT_ONCE, speaking: at(refused(403)), silent: at(SUCCESS)},
    'inconclusive',
    'for a target that speaks the proxy answered 403',
  ],
  [
    'no tunnel is answered',
    {...AT_ONCE, speaking: at(SILENCE, 5000), silent: at(SILENCE, 5000)},
    'observed',
    'it may wait for a target to speak first',
  ],
  [
    'the only tunnel is not answered',
    {...AT_ONCE, speaking: at(SILENCE, 5000), silent: null},
    'observed',
    'it may wait for a target to speak first',
  ],
  [
    'one tunnel is not answered',
    {...AT_ONCE, speaking: at(SILENCE, 5000), silent: at(SUCCESS)},
    'inconclusive',
    'did not answer within 7 ms',
  ],
  [
    'the way is lost',
    {nowhere: [at(refused(404), 10), at(SILENCE, 5000)], speaking: at(SILENCE, 5000), silent: at(SILENCE, 5000)},
    'inconclusive',
    'did not answer within 7 ms',
  ],
])

const ways = (frames: number | null, capsules: number, reached: number | null, sent = 10) => ({
  byFrame: frames === null ? {sent: null, back: 0} : {sent, back: frames},
  byCapsule: {sent, back: capsules},
  answeredBy: frames === null && capsules === 0 ? [] : ['frame'],
  reached,
})

judgeCases(socket, [
  [
    'both ways',
    ways(10, 9, null),
    'pass',
    'of 10 payloads by frames echoes came back, and of 10 payloads by capsules echoes came back; answers came by frame',
  ],
  ['no frames to be had', ways(null, 1, 0), 'pass', 'of 10 payloads by capsules'],
  ['capsules are lost', ways(10, 0, 10), 'observed', 'by capsules none came back'],
  ['capsules are lost, somewhere', ways(10, 0, null), 'inconclusive', "without the target's word"],
  ['the way back is lost', ways(0, 0, 1), 'observed', 'though the target was reached'],
  ['nothing arrives', ways(null, 0, 0), 'inconclusive', 'answers came by nothing, and nothing reached the target'],
  ['nothing is sent', ways(0, 0, 0, 0), 'inconclusive', 'nothing could be sent'],
])

judgeCases(authority, [
  [
    'refused',
    {control: SUCCESS, foreign: refused(421)},
    'pass',
    'for the authority masque-check.invalid the proxy answered 421',
  ],
  ['given up', {control: SUCCESS, foreign: endedBy('peer')}, 'pass', 'gave no answer'],
  ['served', {control: SUCCESS, foreign: SUCCESS}, 'concern', 'answered 200, though it cannot be called that'],
  ['silent', {control: SUCCESS, foreign: SILENCE}, 'inconclusive', 'did not answer'],
  ['lost', {control: SUCCESS, foreign: endedBy('network')}, 'inconclusive', 'gave no answer'],
  [
    'its own refused',
    {control: refused(407), foreign: SILENCE},
    'inconclusive',
    'for its own authority the proxy answered 407',
  ],
])

const attempt = (before: string | null, answer = ACCEPTED, after = before) => ({...answer, before, after})
const NO = heard(response(501))

judgeCases(setting, [
  ['there', {attempts: [attempt('1')]}, 'pass', 'SETTINGS has 0x8 = 1'],
  [
    'missing',
    {attempts: [attempt(null), attempt(null), attempt(null)]},
    'fail',
    'SETTINGS lacks 0x8, and a tunnel was opened on each of 3',
  ],
  ['zero', {attempts: [attempt('0'), attempt('0'), attempt('0')]}, 'fail', 'SETTINGS has 0x8 = 0'],
  [
    'late',
    {attempts: [attempt(null, ACCEPTED, '1'), attempt(null, ACCEPTED, '1'), attempt(null, ACCEPTED, '1')]},
    'concern',
    'behind the first answer',
  ],
  ['late once', {attempts: [attempt(null, ACCEPTED, '1'), attempt(null), attempt(null)]}, 'fail', 'lacks 0x8'],
  ['not often enough', {attempts: [attempt(null), attempt(null)]}, 'inconclusive', 'lacks 0x8'],
  [
    'sometimes',
    {attempts: [attempt(null), attempt(null, NO), attempt(null)]},
    'inconclusive',
    'answered 200, then answered 501',
  ],
  [
    'silent',
    {attempts: [attempt(null, NO), attempt(null, UNHEARD), attempt(null, NO)]},
    'inconclusive',
    'did not answer',
  ],
  [
    'not offered',
    {attempts: [attempt(null, NO), attempt(null, NO), attempt(null, NO)]},
    'not-applicable',
    'no tunnel is opened: the proxy answered 501',
  ],
  ['nothing came', {attempts: [attempt('unsettled'), attempt('1')]}, 'inconclusive', 'did not arrive'],
  ['nothing asked', {attempts: []}, 'inconclusive', 'did not arrive'],
])
