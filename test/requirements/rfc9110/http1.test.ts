/** Judges of the rows of RFC 9110 and RFC 9931 about Upgrade and CONNECT. */
import connect from '../../../src/lib/requirements/rfc9110/9.3.6-connect/probe.js'
import upgrade from '../../../src/lib/requirements/rfc9110/7.8-upgrade/probe.js'
import close from '../../../src/lib/requirements/rfc9931/connect-close/probe.js'
import type {HeaderList} from '../../../src/lib/http/transport.js'
import {NOTHING_HEARD_H1, type HeardH1} from '../../../src/lib/stimuli/raw-asking-h1.js'
import {closedH1, ending, heardH1} from '../support/answers.js'
import {judgeCases} from '../support/judge-cases.js'

const SWITCHED = heardH1(101, [['Upgrade', 'Connect-UDP']])
const tried = (name: string, seen: HeardH1) => ({control: SWITCHED, tried: [{name, ...seen}]})

judgeCases(
  upgrade,
  [
    ['two tokens', tried('two tokens', SWITCHED), 'pass', 'two tokens: the proxy answered 101'],
    ['100 before 101', tried('Expect: 100-continue', {...SWITCHED, interim: [100]}), 'pass', 'answered 101 behind 100'],
    ['refused', tried('two tokens', heardH1(400)), 'pass', 'two tokens: the proxy answered 400'],
    ['closed', tried('HTTP/1.0', closedH1()), 'pass', 'HTTP/1.0: the proxy closed the connection'],
    ['capitals refused', tried('the token in capitals', heardH1(404)), 'concern', 'small letters only'],
    ['capitals taken', tried('the token in capitals', SWITCHED), 'pass', 'in capitals: the proxy answered 101'],
    ['HTTP/1.0 switched', tried('HTTP/1.0', SWITCHED), 'fail', 'HTTP/1.0: the proxy answered 101'],
    ['without Upgrade', tried('two tokens', heardH1(101)), 'fail', 'answered 101, without Upgrade'],
    ['426 without Upgrade', tried('two tokens', heardH1(426)), 'fail', 'answered 426, without Upgrade'],
    ['426 with it', tried('two tokens', heardH1(426, [['upgrade', 'x']])), 'pass', 'answered 426'],
    ['a stranger', tried('two tokens', heardH1(101, [['upgrade', 'websocket']])), 'fail', 'switched to "websocket"'],
    ['another than offered', tried('an unknown token only', SWITCHED), 'fail', 'switched to "Connect-UDP"'],
    [
      'what nobody knows',
      tried('an unknown token only', heardH1(101, [['upgrade', 'masque-unknown']])),
      'fail',
      'an unknown token only: the proxy answered 101',
    ],
    ['silent', tried('two tokens', NOTHING_HEARD_H1), 'inconclusive', 'two tokens: the proxy did not answer'],
    [
      'a plain one without Upgrade',
      {control: heardH1(101), tried: []},
      'fail',
      'a plain Upgrade: the proxy answered 101, without Upgrade',
    ],
    [
      'a plain one refused',
      {control: heardH1(404), tried: []},
      'inconclusive',
      'to a plain Upgrade request the proxy answered 404',
    ],
  ],
  '1.1',
)

interface Options {
  readonly headers?: HeaderList
  readonly isGood?: boolean
  readonly isGivenUp?: boolean
}
const asked = (status: number | null, {headers = [], isGood = false, isGivenUp = false}: Options = {}) => ({
  port: isGood ? '443' : '0',
  isGood,
  status,
  headers,
  words: `said ${status}`,
  isGivenUp,
})
const GOOD = asked(200, {isGood: true})

judgeCases(connect, [
  ['as it should be', {asked: [GOOD, asked(400), asked(null, {isGivenUp: true})]}, 'pass', 'bad ports are refused'],
  ['a bad port', {asked: [GOOD, asked(299)]}, 'fail', 'with the port "0" the proxy said 299'],
  ['a bad port alone', {asked: [asked(405, {isGood: true}), asked(200)]}, 'fail', 'with the port "0"'],
  [
    'a length',
    {asked: [asked(200, {isGood: true, headers: [['Content-Length', '0']]})]},
    'fail',
    'the 200 has content-length',
  ],
  [
    'chunks',
    {asked: [asked(200, {isGood: true, headers: [['transfer-encoding', 'chunked']]})]},
    'fail',
    'has transfer-encoding',
  ],
  [
    'a length of a refusal',
    {asked: [asked(403, {isGood: true, headers: [['content-length', '0']]})]},
    'inconclusive',
    'refused too: the proxy said 403',
  ],
  ['not supported', {asked: [asked(405, {isGood: true}), asked(405)]}, 'not-applicable', 'the proxy said 405'],
  ['given up', {asked: [asked(null, {isGood: true, isGivenUp: true})]}, 'not-applicable', 'CONNECT is not supported'],
  ['a redirect', {asked: [asked(300, {isGood: true}), asked(300)]}, 'inconclusive', 'refused too'],
  ['silent', {asked: [asked(null, {isGood: true})]}, 'inconclusive', 'CONNECT was not answered'],
  ['a bad port silent', {asked: [GOOD, asked(null)]}, 'inconclusive', 'to port "0" was not answered'],
  ['nothing asked', {asked: []}, 'inconclusive', 'CONNECT was not answered'],
])

const behind = (status: number, pipelined: HeardH1, by: 'peer' | 'network' | null = null) => ({
  connect: heardH1(status),
  pipelined,
  ending: by && ending(by),
})

judgeCases(
  close,
  [
    ['closed', behind(403, NOTHING_HEARD_H1, 'peer'), 'pass', 'answered 403, and closed the connection'],
    ['closed by no proxy', behind(405, NOTHING_HEARD_H1, 'peer'), 'pass', 'closed the connection'],
    ['read on', behind(502, heardH1(404)), 'fail', 'answered 502, and to the GET behind it answered 404'],
    ['read on and closed', behind(502, heardH1(200), 'peer'), 'fail', 'to the GET behind it answered 200'],
    ['no proxy for it', behind(405, heardH1(200)), 'not-applicable', 'no proxy for CONNECT'],
    ['no proxy for it, kept', behind(501, NOTHING_HEARD_H1), 'not-applicable', 'no proxy for CONNECT'],
    ['kept', behind(403, NOTHING_HEARD_H1), 'concern', 'kept the connection'],
    ['lost', behind(403, NOTHING_HEARD_H1, 'network'), 'inconclusive', 'the connection was lost'],
    ['opened', behind(200, NOTHING_HEARD_H1), 'inconclusive', 'no refusal to look behind'],
    [
      'silent',
      {connect: NOTHING_HEARD_H1, pipelined: NOTHING_HEARD_H1, ending: null},
      'inconclusive',
      'did not answer',
    ],
  ],
  '1.1',
)
