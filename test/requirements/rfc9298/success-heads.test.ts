/** Judges of the rows that look at the head of a success, and at answers to malformed heads of HTTP/1.1. */
import {describe, expect, it} from 'vitest'
import type {HeaderList, HttpVersion} from '../../../src/lib/http/transport.js'
import malformedH1 from '../../../src/lib/requirements/rfc9298/3.2-h1-malformed-error/probe.js'
import h1Success from '../../../src/lib/requirements/rfc9298/3.3-h1-101/probe.js'
import success from '../../../src/lib/requirements/rfc9298/3.5-2xx/probe.js'
import noContent from '../../../src/lib/requirements/rfc9298/3-no-content/probe.js'
import type {SeenHead} from '../../../src/lib/stimuli/raw-head.js'
import {NOTHING_HEARD_H1, type HeardH1} from '../../../src/lib/stimuli/raw-asking-h1.js'
import {closedH1, heardH1, type Case} from '../support/answers.js'

const CAPSULES = ['Capsule-Protocol', '?1'] as const
const head = (status: number | null, headers: HeaderList = [CAPSULES]): SeenHead => ({
  status,
  headers,
  problem: null,
  words: `said ${status}`,
})
const LENGTH = ['Content-Length', '0'] as const

describe('rfc9298/3/no-content', () => {
  it.each<[http: HttpVersion, ...Case<SeenHead>]>([
    ['3', 'nothing', head(null), 'inconclusive', 'the proxy said null, so that there is no success'],
    ['3', 'refused', head(300), 'inconclusive', 'said 300'],
    ['3', 'interim', head(199), 'inconclusive', 'said 199'],
    ['1.1', 'a 200 of HTTP/1.1', head(200, [LENGTH]), 'inconclusive', 'said 200'],
    ['3', 'a 101 elsewhere', head(101, [LENGTH]), 'inconclusive', 'said 101'],
    ['2', 'none of them', head(200), 'pass', 'none of the fields of content'],
    ['1.1', 'none of them', head(101), 'pass', 'none of the fields of content'],
    ['2', 'a length', head(299, [LENGTH]), 'fail', 'the 299 has Content-Length: "0"'],
    ['1.1', 'chunks', head(101, [['transfer-encoding', 'chunked']]), 'fail', 'transfer-encoding: "chunked"'],
    [
      '3',
      'a type',
      head(200, [['content-type', 'x'.repeat(99)], LENGTH]),
      'fail',
      `content-type: "${'x'.repeat(60)}" and Content-Length`,
    ],
  ])('over HTTP/%s: %s', (http, _, seen, outcome, words) => {
    const verdict = noContent.judge(seen, {http})
    expect(verdict).toMatchObject({outcome})
    expect(verdict.because).toContain(words)
  })
})

describe('rfc9298/3.5/2xx', () => {
  it.each<Case<SeenHead>>([
    ['nothing', head(null), 'inconclusive', 'said null'],
    ['refused', head(300), 'inconclusive', 'said 300'],
    ['as it should be', head(299), 'pass', 'the success is a 299'],
    ['204', head(204), 'fail', 'the success is a 204'],
    ['205', head(205), 'fail', 'the success is a 205'],
    ['206', head(206), 'fail', 'the success is a 206'],
    ['a length', head(200, [LENGTH, CAPSULES]), 'fail', 'the 200 has Content-Length: "0"'],
    ['nothing of capsules', head(200, []), 'concern', 'does not say Capsule-Protocol: ?1'],
    ['no capsules', head(200, [['capsule-protocol', '?0']]), 'concern', 'does not say Capsule-Protocol: ?1'],
  ])('%s', (_, seen, outcome, words) => {
    const verdict = success.judge(seen, {http: '3'})
    expect(verdict).toMatchObject({outcome})
    expect(verdict.because).toContain(words)
  })
})

const UPGRADE: HeaderList = [['Connection', 'keep-alive, UPGRADE'], ['Upgrade', 'Connect-UDP'], CAPSULES]
const spoilt = (name: string, value?: string): HeaderList =>
  UPGRADE.flatMap(field => (field[0] !== name ? [field] : value === undefined ? [] : [[name, value] as const]))

describe('rfc9298/3.3/h1-101', () => {
  it.each<Case<SeenHead & {readonly capsulesFlow: boolean | null}>>([
    ['nothing', {...head(null), capsulesFlow: null}, 'inconclusive', 'may have no tunnels over HTTP/1.1'],
    ['a page', {...head(200), capsulesFlow: null}, 'inconclusive', 'said 200 to the Upgrade request'],
    ['a page without capsules', {...head(200), capsulesFlow: false}, 'inconclusive', 'said 200'],
    ['capsules behind a 200', {...head(200), capsulesFlow: true}, 'fail', 'capsules flow all the same'],
    ['as it should be', {...head(101, UPGRADE), capsulesFlow: null}, 'pass', 'well-formed'],
    ['no Connection', {...head(101, spoilt('Connection')), capsulesFlow: null}, 'fail', 'lacks Connection: Upgrade'],
    [
      'another option',
      {...head(101, spoilt('Connection', 'close')), capsulesFlow: null},
      'fail',
      'lacks Connection: Upgrade',
    ],
    ['no Upgrade', {...head(101, spoilt('Upgrade')), capsulesFlow: null}, 'fail', 'the 101 lacks Upgrade'],
    [
      'two',
      {...head(101, [...UPGRADE, ['upgrade', 'connect-udp']]), capsulesFlow: null},
      'fail',
      'has 2 Upgrade fields',
    ],
    [
      'another protocol',
      {...head(101, spoilt('Upgrade', 'websocket')), capsulesFlow: null},
      'fail',
      'says Upgrade: "websocket"',
    ],
    ['a length', {...head(101, [...UPGRADE, LENGTH]), capsulesFlow: null}, 'fail', 'the 101 has Content-Length: "0"'],
    [
      'nothing of capsules',
      {...head(101, spoilt('Capsule-Protocol')), capsulesFlow: null},
      'concern',
      'does not say Capsule-Protocol',
    ],
    ['an odd head', {...head(101, UPGRADE), problem: 'odd', capsulesFlow: null}, 'concern', 'has a fault: odd'],
  ])('%s', (_, seen, outcome, words) => {
    const verdict = h1Success.judge(seen, {http: '1.1'})
    expect(verdict).toMatchObject({outcome})
    expect(verdict.because).toContain(words)
  })
})

const tried = (name: string, heard: HeardH1) => ({control: heardH1(101), tried: [{name, ...heard}]})

const NO_STATUS = heardH1(null)
const UNREADABLE: HeardH1 = {...NO_STATUS, head: NO_STATUS.head && {...NO_STATUS.head, problem: null}}

describe('rfc9298/3.2/h1-malformed-error', () => {
  it.each<Case<ReturnType<typeof tried>>>([
    ['the good one refused', {control: heardH1(403), tried: []}, 'inconclusive', 'answered 403 to a good request too'],
    ['400', tried('post', heardH1(400)), 'pass', 'with the method POST the proxy answered 400'],
    ['101', tried('post', heardH1(101)), 'fail', 'with the method POST the proxy answered 101'],
    [
      '101 without the option',
      tried('no-connection-option', heardH1(101)),
      'fail',
      'without Connection: Upgrade the proxy answered 101',
    ],
    ['another error', tried('two-hosts', heardH1(500)), 'concern', 'answered 500, and not 400'],
    ['a page', tried('no-host', heardH1(200)), 'concern', 'answered 200, which is no error'],
    ['an ordinary page', tried('no-connection-option', heardH1(200)), 'pass', 'answered 200, as to an ordinary one'],
    ['an ordinary error', tried('http-1.0', heardH1(404)), 'pass', 'in HTTP/1.0 the proxy answered 404'],
    ['closed', tried('post', closedH1()), 'concern', 'closed the connection without an answer'],
    ['no head', tried('post', heardH1(null)), 'concern', 'cannot be read: no status line'],
    ['no head, and no word why', tried('post', UNREADABLE), 'concern', 'cannot be read: no head'],
    ['lost', tried('post', closedH1('network')), 'inconclusive', 'did not answer'],
    ['silent', tried('post', NOTHING_HEARD_H1), 'inconclusive', 'did not answer'],
  ])('%s', (_, seen, outcome, words) => {
    const verdict = malformedH1.judge(seen, {http: '1.1'})
    expect(verdict).toMatchObject({outcome})
    expect(verdict.because).toContain(words)
  })
})
