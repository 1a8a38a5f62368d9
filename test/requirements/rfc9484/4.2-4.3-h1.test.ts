/** A 101 is looked at field by field; of malformed requests the answers count, and what may be an ordinary GET may be one. */
import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.2-4.3-h1/probe.js'
import type {HeaderList} from '../../../src/lib/http/transport.js'
import {NOTHING_HEARD_H1, type HeardH1} from '../../../src/lib/stimuli/raw-asking-h1.js'
import {closedH1, heardH1, type Case} from '../support/answers.js'

type Seen = Parameters<typeof probe.judge>[0]

const GOOD: HeaderList = [
  ['Connection', 'keep-alive, UPGRADE'],
  ['Upgrade', ' Connect-IP'],
  ['Capsule-Protocol', '?1'],
]
const tried = (name: string, heard: HeardH1): Seen => ({control: heardH1(101, GOOD), tried: [{name, ...heard}]})
const REFUSED = tried('post', heardH1(400)).tried
const success = (headers: HeaderList): Seen => ({control: heardH1(101, headers), tried: REFUSED})
const spoilt = (name: string, value?: string): Seen =>
  success(GOOD.flatMap(field => (field[0] !== name ? [field] : value === undefined ? [] : [[name, value] as const])))
const {head} = heardH1(101, GOOD)
if (!head) throw new Error('there is a head')
const ODD: Seen = {control: {...NOTHING_HEARD_H1, head: {...head, problem: 'a fold'}}, tried: REFUSED}

const CASES: readonly Case<Seen>[] = [
  ['the good one refused', {control: heardH1(403), tried: []}, 'inconclusive', 'answered 403 to the correct request'],
  ['a page', {control: heardH1(200), tried: []}, 'inconclusive', 'no IP tunnel over HTTP/1.1 at this path'],
  ['silence', {control: NOTHING_HEARD_H1, tried: []}, 'inconclusive', 'did not answer to the correct request'],
  ['lost', {control: closedH1('network'), tried: []}, 'inconclusive', 'did not answer'],
  ['all well', success(GOOD), 'pass', 'the success is a proper one, and each malformed request got an error'],
  ['no Connection', spoilt('Connection'), 'fail', 'no proper success: it lacks Connection: Upgrade'],
  ['another option', spoilt('Connection', 'close, upgrades'), 'fail', 'it lacks Connection: Upgrade'],
  ['no Upgrade', spoilt('Upgrade'), 'fail', 'no proper success: it lacks Upgrade'],
  ['two of them', success([...GOOD, ['upgrade', 'connect-ip']]), 'fail', 'it has 2 Upgrade fields'],
  ['another protocol', spoilt('Upgrade', 'connect-udp'), 'fail', 'it says Upgrade: "connect-udp"'],
  ['a long one', spoilt('Upgrade', 'x'.repeat(99)), 'fail', `it says Upgrade: "${'x'.repeat(60)}"`],
  ['a length', success([...GOOD, ['Content-Length', '0']]), 'fail', 'it has Content-Length: "0"'],
  ['no word of capsules', spoilt('Capsule-Protocol'), 'concern', 'does not say Capsule-Protocol: ?1'],
  ['an odd head', ODD, 'concern', 'the head of the success has a fault: a fold'],
  ['101', tried('post', heardH1(101)), 'fail', 'to a request with the method POST the proxy answered 101'],
  ['101 without the option', tried('no-connection-option', heardH1(101)), 'fail', 'without Connection: Upgrade'],
  [
    'another error',
    tried('two-hosts', heardH1(500)),
    'concern',
    'with two Host fields the proxy answered 500, and not',
  ],
  [
    'a page for it',
    tried('no-host', heardH1(200)),
    'concern',
    'without Host the proxy answered 200, which is no error',
  ],
  ['an ordinary page', tried('http-1.0', heardH1(200)), 'observed', 'in HTTP/1.0 the proxy answered 200, as to an ord'],
  ['an ordinary error', tried('no-connection-option', heardH1(404)), 'pass', 'each malformed request got an error'],
  ['closed', tried('post', closedH1()), 'concern', 'closed the connection without an answer'],
  ['no head', tried('post', heardH1(null)), 'concern', 'cannot be read: no status line'],
  ['one lost', tried('post', closedH1('network')), 'inconclusive', 'with the method POST the proxy did not answer'],
  ['one unknown', tried('of-old', heardH1(101)), 'fail', 'to a request of-old the proxy'],
]

it.each(CASES)('%s', (_, seen, outcome, words) => {
  const verdict = probe.judge(seen, {http: '1.1'})
  expect(verdict).toMatchObject({outcome})
  expect(verdict.because).toContain(words)
})

it('says every fault there is', () => {
  const {because} = probe.judge(success([['Content-Type', 'a/b']]), {http: '1.1'})
  expect(because).toContain('it lacks Connection: Upgrade; ')
  expect(because).toContain('it lacks Upgrade; ')
  expect(because).toContain('it has Content-Type: "a/b"')
})
