/** The judges of HTTP/3 itself: control stream, unknown settings, frames and codes, and announced ends. */
import {describe, it} from 'vitest'
import controlStream from '../../../src/lib/requirements/rfc9114/6.2.1-control-stream/probe.js'
import errorCodes from '../../../src/lib/requirements/rfc9114/8-unknown-error-codes/probe.js'
import goaway from '../../../src/lib/requirements/rfc9114/5.2-goaway/probe.js'
import greaseFrames from '../../../src/lib/requirements/rfc9114/7.2.8-grease-frames/probe.js'
import reserved from '../../../src/lib/requirements/rfc9114/7.2.4.1-reserved-settings/probe.js'
import {aftermath, closedWith, expectVerdict, SERVED, TIMED_OUT} from '../support/endings.js'

const about = {http: '3'} as const

describe('the control stream', () => {
  type Connection = Parameters<typeof controlStream.judge>[0]['connections'][number]
  const connection = (frames: string[], change: Partial<Connection> = {}): Connection => ({
    controls: 1,
    frames,
    status: 200,
    ...change,
  })
  const NOTHING = connection([], {controls: 0})
  it.each<[string, Connection[], string, string]>([
    ['good', [connection(['SETTINGS', 'GOAWAY'])], 'pass', 'which holds SETTINGS, GOAWAY'],
    ['good in the end', [NOTHING, connection(['SETTINGS'])], 'pass', 'one control stream'],
    ['something else first', [connection(['reserved 0x40', 'SETTINGS'])], 'fail', 'begins with reserved 0x40'],
    ['twice', [connection(['SETTINGS', 'GOAWAY', 'SETTINGS'])], 'fail', 'SETTINGS came 2 times'],
    ['two streams', [connection(['SETTINGS'], {controls: 2})], 'fail', 'opened 2 control streams'],
    ['served without', [NOTHING, NOTHING, NOTHING], 'fail', 'on 3 connections requests were answered'],
    ['served without, twice', [NOTHING, NOTHING], 'inconclusive', 'nothing could be read'],
    ['not served', [NOTHING, NOTHING, {...NOTHING, status: null}], 'inconclusive', 'nothing could be read'],
  ])('%s', (_, connections, outcome, words) => {
    expectVerdict(controlStream.judge({connections}, about), outcome, words)
  })
})

describe('reserved settings', () => {
  type Seen = Parameters<typeof reserved.judge>[0]
  const CLOSED = aftermath({ending: closedWith('H3_SETTINGS_ERROR (0x109)')})
  const OTHER = aftermath({ending: closedWith('H3_ID_ERROR (0x108)')})
  const GOOD: Seen = {
    theirs: ['0x8', '0x33', '0x40'],
    plain: {status: 200, closed: null},
    greased: {status: 200, closed: null},
    forbidden: [CLOSED],
  }
  it.each<[string, Partial<Seen>, string, string]>([
    ['good', {}, 'pass', 'unknown settings are ignored, and upon setting 0x02'],
    ['no GREASE', {theirs: ['0x8', '0x33']}, 'concern', 'sends no GREASE'],
    ...['0x0', '0x2', '0x3', '0x4', '0x5'].map(
      id =>
        [`sends ${id}`, {theirs: ['0x8', id]}, 'fail', `sends ${id}, which`] as [string, Partial<Seen>, string, string],
    ),
    ['plain is not served', {plain: {status: null, closed: null}}, 'inconclusive', 'plain SETTINGS served no request'],
    ['closes over GREASE', {greased: {status: null, closed: 'x'}}, 'fail', 'closed with x'],
    ['silent over GREASE', {greased: {status: null, closed: null}}, 'inconclusive', 'no request was answered'],
    ['lets 0x02 pass', {forbidden: [SERVED, SERVED, SERVED]}, 'fail', 'setting 0x02 was acknowledged'],
    ['lets 0x02 pass twice', {forbidden: [SERVED, SERVED]}, 'inconclusive', 'only 2 times'],
    ['another code', {forbidden: [OTHER]}, 'concern', 'H3_ID_ERROR'],
    ['another code and no GREASE', {forbidden: [OTHER], theirs: []}, 'concern', 'H3_ID_ERROR'],
    ['not known', {forbidden: [aftermath({})]}, 'inconclusive', 'neither'],
    ['not sent', {forbidden: []}, 'inconclusive', '0x02 was not sent'],
    ['no SETTINGS', {theirs: null}, 'inconclusive', 'no SETTINGS'],
  ])('%s', (_, change, outcome, words) => {
    expectVerdict(reserved.judge({...GOOD, ...change}, about), outcome, words)
  })
})

describe('reserved frames', () => {
  const OK = {status: 200, broken: null}
  const BROKEN = {status: null, broken: 'the proxy reset the stream with x'}
  const GOOD = {plain: OK, onRequest: OK, onControl: OK, onTunnel: OK}
  it.each<[string, Partial<typeof GOOD | {[Place in keyof typeof GOOD]: typeof BROKEN}>, string, string]>([
    ['borne', {}, 'pass', 'one on an open tunnel was borne, too'],
    [
      'not on a tunnel',
      {onTunnel: {status: 200, broken: 'it was reset'} as never},
      'pass',
      'open tunnel it was reset, which may be right',
    ],
    [
      'no tunnel',
      {
        plain: {status: 404, broken: null},
        onRequest: {status: 404, broken: null},
        onControl: {status: 404, broken: null},
        onTunnel: {status: 404, broken: null},
      },
      'pass',
      'there was none',
    ],
    ['on a request', {onRequest: BROKEN}, 'fail', 'with one before HEADERS on a request stream the proxy reset'],
    [
      'on the control stream',
      {onControl: BROKEN},
      'fail',
      'with one after SETTINGS on the control stream the proxy reset',
    ],
    [
      'unanswered',
      {onControl: {status: null, broken: null} as never},
      'inconclusive',
      'on the control stream no request was answered',
    ],
    ['400', {onRequest: {status: 400, broken: null}}, 'fail', 'was answered with 400, and without it with 200'],
    ['499', {onRequest: {status: 499, broken: null}}, 'fail', '499'],
    ['399', {onRequest: {status: 399, broken: null}}, 'inconclusive', 'the answer was 399'],
    ['429', {onRequest: {status: 429, broken: null}}, 'inconclusive', 'the answer was 429'],
    ['500', {onRequest: {status: 500, broken: null}}, 'inconclusive', 'the answer was 500'],
    [
      'never answered',
      {plain: {status: null, broken: null} as never, onRequest: BROKEN},
      'inconclusive',
      'without such frames',
    ],
  ])('%s', (_, change, outcome, words) => {
    expectVerdict(greaseFrames.judge({...GOOD, ...change}, about), outcome, words)
  })
})

describe('unknown error codes', () => {
  const GOOD = {before: true, after: true, ending: null}
  type Visit = Parameters<typeof errorCodes.judge>[0]['known']
  it.each<[string, Visit, Visit, string, string]>([
    ['borne', GOOD, GOOD, 'pass', 'the one beside it goes on'],
    ['closed', GOOD, {...GOOD, after: false, ending: closedWith('x')}, 'fail', 'close the connection with x'],
    ['closed without a code', GOOD, {...GOOD, ending: closedWith(null)}, 'fail', 'no code'],
    ['closed before', GOOD, {before: false, after: false, ending: closedWith('x')}, 'inconclusive', 'even before'],
    ['lost', GOOD, {...GOOD, after: false, ending: TIMED_OUT}, 'inconclusive', 'was lost: nothing came'],
    ['silent', GOOD, {...GOOD, after: false}, 'inconclusive', 'fell silent'],
    [
      'closed over a known code',
      {...GOOD, after: false},
      {...GOOD, ending: closedWith('x')},
      'inconclusive',
      'H3_REQUEST_CANCELLED',
    ],
  ])('%s', (_, known, unknown, outcome, words) => {
    expectVerdict(errorCodes.judge({known, unknown}, about), outcome, words)
  })
})

describe('the end of long tunnels', () => {
  const SEEN: Parameters<typeof goaway.judge>[0] = {
    status: 200, goawayAfterS: null, wrapUpAfterS: null, watchedS: 10, ending: null, over: false,
  } // prettier-ignore
  it.each<[string, Partial<typeof SEEN>, string, string]>([
    ['none', {}, 'observed', 'announced no end in 10 s, and the tunnel was left open'],
    ['GOAWAY', {goawayAfterS: 2}, 'observed', 'sent GOAWAY within 2 s in 10 s'],
    [
      'both',
      {goawayAfterS: 2, wrapUpAfterS: 4, over: true},
      'observed',
      'GOAWAY within 2 s and WRAP_UP within 4 s, and it ended the tunnel within 10 s',
    ],
    ['closed', {ending: closedWith('x'), over: true}, 'observed', 'within 10 s the connection ended: it was'],
    [
      'lost',
      {ending: TIMED_OUT, wrapUpAfterS: 4},
      'inconclusive',
      'WRAP_UP within 4 s, and then the connection was lost',
    ],
    ['refused', {status: 403}, 'inconclusive', 'no tunnel was opened (403)'],
    ['silence', {status: null}, 'inconclusive', 'was not answered'],
  ])('%s', (_, change, outcome, words) => {
    expectVerdict(goaway.judge({...SEEN, ...change}, about), outcome, words)
  })
})
