/** The judges of which HTTP/3 Datagrams may be sent, when, and what becomes of those that come at a wrong time. */
import {describe, expect, it} from 'vitest'
import afterClosed from '../../../src/lib/requirements/rfc9297/2.1-after-receive-closed/probe.js'
import beforeSettings from '../../../src/lib/requirements/rfc9297/2.1.1-no-datagram-before-settings/probe.js'
import mapping from '../../../src/lib/requirements/rfc9297/2.1-qsid-mapping/probe.js'
import noSemantics from '../../../src/lib/requirements/rfc9297/2-no-semantics/probe.js'
import sendOnly from '../../../src/lib/requirements/rfc9297/2-send-only-supported/probe.js'
import sendSide from '../../../src/lib/requirements/rfc9297/2.1-send-side-open/probe.js'
import uncreated from '../../../src/lib/requirements/rfc9297/2.1-uncreated-stream/probe.js'
import {closedWith, expectVerdict, TIMED_OUT} from '../support/endings.js'

type Seen<P extends {judge: (seen: never, about: never) => unknown}> = Parameters<P['judge']>[0]

const about = {http: '3'} as const

it.each([afterClosed, mapping, noSemantics, sendOnly, sendSide, uncreated])(
  'who takes no frames is not asked, and without SETTINGS nothing is decided',
  probe => {
    const judge = (agreed: boolean | null) => probe.judge({...probe.silence, agreed} as never, about)
    expectVerdict(judge(false), 'not-applicable', 'does not agree to DATAGRAM frames')
    expectVerdict(judge(null), 'inconclusive', 'no SETTINGS')
    expect(judge(true).outcome).toBe('inconclusive')
  },
)

describe('a request without datagram semantics', () => {
  type Try = Seen<typeof noSemantics>['tries'][number]
  const seen = (way: Try['way'], result: Try['result'], code: string | null = null): Try => ({way, result, code})
  const SERVED = seen('open', 'served')
  const CONTROL = seen('control', 'served')
  it.each<[string, Try[], string, string]>([
    ['aborted', [CONTROL, seen('open', 'aborted', 'H3_DATAGRAM_ERROR (0x33)')], 'pass', 'H3_DATAGRAM_ERROR'],
    [
      'with another code',
      [CONTROL, seen('open', 'aborted', 'H3_ID_ERROR (0x108)')],
      'concern',
      'with H3_ID_ERROR (0x108)',
    ],
    ['without a code', [CONTROL, seen('open', 'aborted')], 'concern', 'aborted with no code and not with'],
    ['a control without one', [seen('control', 'aborted'), seen('open', 'aborted')], 'inconclusive', 'with no code'],
    ['a connection without one', [CONTROL, seen('open', 'connection')], 'observed', 'closed with no code'],
    ['a control that ends alike', [seen('control', 'aborted'), seen('open', 'aborted', 'x')], 'inconclusive', 'with x'],
    ['the connection closed', [CONTROL, seen('begun', 'connection', 'x')], 'observed', 'closed with x'],
    ['with the control', [seen('control', 'connection'), seen('open', 'connection', 'x')], 'inconclusive', 'like one'],
    ['served three times', [CONTROL, SERVED, SERVED, SERVED], 'fail', '3 times'],
    ['served twice', [CONTROL, SERVED, SERVED], 'inconclusive', 'is known to have arrived'],
    [
      'served when only begun',
      [CONTROL, ...Array<Try>(4).fill(seen('begun', 'served'))],
      'inconclusive',
      'is known to',
    ],
    ['too early', [CONTROL, seen('open', 'too-early')], 'inconclusive', 'before a datagram can reach it'],
    [
      'only the control too early',
      [seen('control', 'too-early'), seen('open', 'unknown')],
      'inconclusive',
      'is known to',
    ],
    ['a code is missing', [CONTROL, seen('open', 'aborted')], 'concern', 'no code'],
    ['nothing', [], 'inconclusive', 'is known to have arrived'],
  ])('%s', (_, tries, outcome, words) => {
    expectVerdict(noSemantics.judge({agreed: true, tries}, about), outcome, words)
  })
})

describe('datagrams beside ordinary requests', () => {
  const STREAMS = {agreed: true, tunnels: ['4', '12'], plain: ['0', '8']}
  it.each<[Record<string, number>, string, string]>([
    [{4: 3, 12: 2}, 'pass', '5 DATAGRAM frames came, each for one of 2 tunnels'],
    [{4: 3, 0: 2, 8: 1}, 'fail', '3 DATAGRAM frames named the stream of an ordinary request (0, 8)'],
    [{4: 3, 0: 2}, 'inconclusive', 'only 2 times'],
    [{4: 3, 16: 9}, 'inconclusive', 'never opened: 16'],
    [{}, 'inconclusive', 'sent no DATAGRAM frames'],
  ])('%j: %s', (named, outcome, words) => {
    expectVerdict(sendOnly.judge({...STREAMS, named}, about), outcome, words)
  })

  it('decides nothing without a tunnel', () => {
    expectVerdict(sendOnly.judge({...STREAMS, tunnels: [], named: {0: 9}}, about), 'inconclusive', 'no tunnel')
  })
})

describe('the Quarter Stream ID', () => {
  type Stream = Seen<typeof mapping>['streams'][number]
  const stream = (streamId: string, right: number, ...wrong: string[]): Stream => ({streamId, right, wrong})
  it.each<[string, Stream[], string, string]>([
    ['right', [stream('0', 3), stream('4', 3), stream('8', 0)], 'pass', 'on the streams 4 every'],
    ['only on stream 0', [stream('0', 3), stream('4', 0)], 'inconclusive', 'other than 0'],
    [
      'wrong',
      [stream('0', 3), stream('4', 0, '4', '4'), stream('8', 1, '8')],
      'fail',
      '3 answers had a wrong one: the first was 4 for stream 4',
    ],
    ['wrong twice', [stream('4', 1, '4', '4')], 'inconclusive', 'only 2 times: 4 for stream 4'],
    ['no tunnels', [], 'inconclusive', 'no answer came'],
  ])('%s', (_, streams, outcome, words) => {
    expectVerdict(mapping.judge({agreed: true, refused: null, streams}, about), outcome, words)
  })

  it('decides nothing without tunnels', () => {
    expectVerdict(mapping.judge({agreed: true, refused: 403, streams: []}, about), 'inconclusive', 'refused with 403')
  })
})

describe('after the end of our side', () => {
  type Visit = Seen<typeof afterClosed>['visits'][number]
  const visit = (change: Partial<Visit> = {}): Visit => ({
    end: 'fin', before: true, endAcknowledged: true, lateAcknowledged: true, forwarded: 0, after: true, ending: null,
    ...change,
  }) // prettier-ignore
  const GOOD = visit({end: 'reset'})
  it.each<[string, Visit[], string, string]>([
    ['all is well', [visit(), GOOD], 'pass', 'reached nobody'],
    [
      'closed',
      [visit({ending: closedWith('H3_ID_ERROR (0x108)')}), GOOD],
      'fail',
      'after the end of our side the connection was closed with H3_ID_ERROR',
    ],
    [
      'closed after a reset',
      [visit(), visit({end: 'reset', ending: closedWith(null)})],
      'fail',
      'after a reset of our side the connection was closed with no code',
    ],
    [
      'forwarded',
      [visit(), visit({end: 'reset', forwarded: 1})],
      'fail',
      '1 datagrams sent after a reset of our side reached',
    ],
    ['closed before anything', [visit({before: false, ending: closedWith('x')}), GOOD], 'inconclusive', 'no echoes'],
    [
      'the end is not acknowledged',
      [visit({endAcknowledged: false, forwarded: 3}), GOOD],
      'inconclusive',
      'the end of our side was not acknowledged',
    ],
    [
      'a late one is not',
      [visit(), visit({lateAcknowledged: false})],
      'inconclusive',
      'no late datagram was acknowledged',
    ],
    ['lost', [visit({ending: TIMED_OUT}), GOOD], 'inconclusive', 'was lost: nothing came'],
    ['the canary is silent', [visit({after: false}), GOOD], 'inconclusive', 'fell silent'],
    ['no responder', [visit({forwarded: null}), GOOD], 'inconclusive', 'name a responder'],
    ['only one', [visit()], 'inconclusive', 'no tunnel could be ended'],
  ])('%s', (_, visits, outcome, words) => {
    expectVerdict(afterClosed.judge({agreed: true, visits}, about), outcome, words)
  })
})

describe('after the end of the proxy', () => {
  type Visit = Seen<typeof sendSide>['visits'][number]
  const visit = (change: Partial<Visit> = {}): Visit => ({
    end: 'fin',
    before: true,
    ended: true,
    late: 0,
    unanswered: 5,
    ...change,
  })
  it.each<[string, Visit[], string, string]>([
    ['nothing comes', [visit(), visit({unanswered: 2})], 'pass', '7 answers were on their way'],
    ['what did not end does not count', [visit(), visit({ended: false})], 'pass', '5 answers'],
    ['three come', [visit({late: 2}), visit({late: 1})], 'fail', '3 DATAGRAM frames'],
    ['two come', [visit({late: 2}), visit()], 'inconclusive', 'only 2 times'],
    ['no echo at first', [visit({before: false, ended: false}), visit()], 'pass', '5 answers'],
    ['no echo', [visit({before: false, ended: false})], 'inconclusive', 'no echo'],
    ['no end', [visit({ended: false})], 'inconclusive', 'never ended'],
    ['all was answered', [visit({unanswered: 0})], 'inconclusive', 'could have made'],
    ['nobody says', [visit({unanswered: null})], 'inconclusive', 'could have made'],
  ])('%s', (_, visits, outcome, words) => {
    expectVerdict(sendSide.judge({agreed: true, visits}, about), outcome, words)
  })
})

describe('a datagram before its request', () => {
  const SEEN: Seen<typeof uncreated> = {
    agreed: true, usual: 200, acknowledged: true, status: 200, over: null, echoed: true, ending: null,
  } // prettier-ignore
  it.each<[string, Partial<Seen<typeof uncreated>>, string, string]>([
    ['opens and echoes', {}, 'pass', 'and the tunnel opened and echoes'],
    ['nobody to ask', {echoed: null}, 'pass', 'the tunnel opened'],
    [
      'closed',
      {ending: closedWith('H3_ID_ERROR (0x108)'), acknowledged: false},
      'fail',
      'closed the connection with H3_ID_ERROR',
    ],
    ['closed without a code', {ending: closedWith(null)}, 'fail', 'no code'],
    [
      'reset',
      {status: null, over: {how: 'reset', code: '267', codeName: 'H3_REQUEST_REJECTED (0x10b)'}},
      'fail',
      'reset with H3_REQUEST_REJECTED',
    ],
    [
      'reset, not acknowledged',
      {acknowledged: false, over: {how: 'reset', code: '1', codeName: 'x'}},
      'inconclusive',
      'not acknowledged',
    ],
    ['a FIN', {status: null, over: {how: 'fin'}}, 'inconclusive', 'was not answered'],
    ['lost', {ending: TIMED_OUT}, 'inconclusive', 'was lost: nothing came'],
    ['refused', {status: 503}, 'inconclusive', 'answered with 503'],
    ['no echo', {echoed: false}, 'inconclusive', 'no echo'],
    ['refused before', {usual: 403, ending: closedWith('x')}, 'inconclusive', 'not opened either (403)'],
    ['silence before', {usual: null}, 'inconclusive', 'no answer'],
  ])('%s', (_, change, outcome, words) => {
    expectVerdict(uncreated.judge({...SEEN, ...change}, about), outcome, words)
  })
})

describe('before both sides agreed', () => {
  type Variant = Seen<typeof beforeSettings>['variants'][number]
  const HELD = 'with our SETTINGS held back'
  const variant = (change: Partial<Variant> = {}): Variant => ({
    words: 'so',
    status: 200,
    frames: 0,
    capsules: 1,
    reached: 1,
    ...change,
  })
  it.each<[string, Variant[], string, string]>([
    ['capsules', [variant(), variant({words: 'or so'})], 'pass', 'so, or so the answers were in capsules'],
    ['a frame', [variant(), variant({words: 'then', frames: 1, capsules: 0})], 'fail', 'then, 1 DATAGRAM frames came'],
    ['refused', [variant(), variant({status: 400})], 'concern', 'refused with 400'],
    ['dropped', [variant(), variant({capsules: 0, reached: 3})], 'concern', '3 questions reached the target'],
    ['never arrived', [variant(), variant({capsules: 0, reached: 0})], 'inconclusive', 'could not be shown'],
    ['nobody says', [variant(), variant({capsules: 0, reached: null})], 'inconclusive', 'could not be shown'],
    [
      'silent until SETTINGS come',
      [variant(), variant({words: HELD, status: null, capsules: 0})],
      'pass',
      'so the answers',
    ],
    ['silent otherwise', [variant(), variant({status: null, capsules: 0})], 'inconclusive', 'could not be shown'],
    ['open and silent', [variant(), variant({words: HELD, capsules: 0, reached: 0})], 'inconclusive', 'could not'],
    ['nothing shown', [variant({words: HELD, status: null, capsules: 0})], 'inconclusive', 'could not be shown'],
  ])('%s', (_, variants, outcome, words) => {
    expectVerdict(beforeSettings.judge({usual: 200, variants}, about), outcome, words)
  })

  it.each([
    [403, '(403)'],
    [null, '(no answer)'],
  ])('decides nothing where no tunnel is opened: %s', (usual, words) => {
    expectVerdict(beforeSettings.judge({usual, variants: []}, about), 'inconclusive', words)
  })
})
