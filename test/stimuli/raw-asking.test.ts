/** What an answer to a raw request means, for every answer there is. */
import {describe, expect, it} from 'vitest'
import type {StreamOver} from '../../src/lib/spec/raw-rig.js'
import type {EndingSeen} from '../../src/lib/spec/tunnel-rig.js'
import {hasVia, meaningOf, NOTHING_HEARD, wordsOf, type Heard} from '../../src/lib/stimuli/raw-asking.js'
import {linesOf, meaningOfH1, wordsOfH1, type HeardH1} from '../../src/lib/stimuli/raw-asking-h1.js'

const ending = (by: EndingSeen['by']): EndingSeen => ({
  by,
  how: 'connection-closed',
  scope: 'connection',
  code: '1',
  codeName: 'SOME_CODE',
  detail: 'it is gone',
})
const response = (status: number, later: StreamOver | null = null): Heard => ({
  answer: {kind: 'response', status, headers: [], interim: []},
  later,
})
const over = (how: StreamOver): Heard => ({answer: {kind: 'over', how}, later: null})
const reset = {how: 'reset', code: '270', codeName: 'H3_MESSAGE_ERROR (0x10e)'} as const

describe('over HTTP/3 and HTTP/2', () => {
  it.each<[heard: Heard, kind: string, words: string]>([
    [NOTHING_HEARD, 'silence', 'did not answer'],
    [{answer: {kind: 'silence', waitedMs: 1}, later: null}, 'silence', 'did not answer'],
    [over({how: 'connection', ending: ending('network')}), 'silence', 'did not answer'],
    [response(200), 'accepted', 'answered 200'],
    [response(299), 'accepted', 'answered 299'],
    [response(200, {how: 'fin'}), 'accepted', 'answered 200'],
    [response(200, {how: 'connection', ending: ending('network')}), 'accepted', 'answered 200'],
    [response(200, reset), 'withdrawn', 'answered 200 and then gave the stream up with H3_MESSAGE_ERROR (0x10e)'],
    [
      response(200, {how: 'connection', ending: ending('peer')}),
      'withdrawn',
      'answered 200 and then closed the connection (it is gone)',
    ],
    [response(300), 'refused', 'answered 300'],
    [response(400), 'refused', 'answered 400'],
    [over(reset), 'reset', 'gave the stream up with H3_MESSAGE_ERROR (0x10e)'],
    [over({...reset, how: 'stopped'}), 'reset', 'gave the stream up with H3_MESSAGE_ERROR (0x10e)'],
    [over({how: 'fin'}), 'empty', 'ended the stream without an answer'],
    [over({how: 'connection', ending: ending('peer')}), 'connection', 'closed the connection (it is gone)'],
    [{answer: {kind: 'unreadable', problem: 'why'}, later: null}, 'unreadable', 'sent what cannot be read: why'],
  ])('%j is %s', (heard, kind, words) => {
    expect(meaningOf(heard).kind).toBe(kind)
    expect(wordsOf(meaningOf(heard))).toBe(words)
  })

  it('sees who else was on the way', () => {
    expect(hasVia(response(200))).toBe(false)
    expect(hasVia({answer: {kind: 'response', status: 200, headers: [['Via', '2 x']], interim: []}, later: null})).toBe(
      true,
    )
    expect(hasVia(NOTHING_HEARD)).toBe(false)
  })
})

const head = (status: number | null): HeardH1 => ({
  head: {text: '', status, version: '1.1', reason: '', headers: [], problem: status === null ? 'why' : null},
  interim: [],
  ending: null,
})

describe('over HTTP/1.1', () => {
  it.each<[heard: HeardH1, kind: string, words: string]>([
    [head(101), 'switched', 'answered 101'],
    [head(200), 'ordinary', 'answered 200'],
    [head(399), 'ordinary', 'answered 399'],
    [head(400), 'error', 'answered 400'],
    [head(null), 'unreadable', 'sent what cannot be read: why'],
    [
      {head: null, interim: [], ending: ending('peer')},
      'closed',
      'closed the connection without an answer (it is gone)',
    ],
    [{head: null, interim: [], ending: ending('network')}, 'silence', 'did not answer'],
    [{head: null, interim: [], ending: null}, 'silence', 'did not answer'],
  ])('%j is %s', (heard, kind, words) => {
    expect(meaningOfH1(heard).kind).toBe(kind)
    expect(wordsOfH1(meaningOfH1(heard))).toBe(words)
  })

  it('finds the lines of a field', () => {
    expect(
      linesOf(
        [
          ['Via', 'a'],
          ['x', 'b'],
          ['via', 'c'],
        ],
        'via',
      ),
    ).toEqual(['a', 'c'])
  })
})
