/** What may be said of what was measured: every conclusion, and what keeps each from being said. */
import {describe, expect, it} from 'vitest'
import {conclude, type Found} from '../../../src/lib/probe/webtransport/conclude.js'
import {NOT_TRIED, notOpened, notTried} from '../../../src/lib/probe/webtransport/measured.js'
import type {MeasuredFacts} from '../../../src/lib/report/webtransport-facts.js'

const figures = {
  sent: 10,
  received: 10,
  lost: 0,
  lostUp: null,
  lostDown: null,
  ownDrops: 0,
  duplicates: 0,
  reordered: 0,
  rttMs: {min: 1, median: 1, p95: 1, max: 1},
  jitterMs: 0,
}
const good: MeasuredFacts = {opened: 'yes', carries: 'yes', because: null, datagrams: figures, ending: null}
const dead: MeasuredFacts = {...good, carries: 'no', ending: 'the stream was reset'}
const silent: MeasuredFacts = {...good, carries: 'no', datagrams: {...figures, received: 0}}
const unclear: MeasuredFacts = {...silent, carries: 'unknown'}

type Times = Found['tunnel']
function found(tunnel: Partial<Times> = {}, session: Partial<Found['session']> = {}): Found {
  const times = {alone: good, beside: [good], after: good}
  const more = {http: '2' as const, path: '/echo', announced: [{id: '0x2b61', value: '1'}], answer: null}
  return {tunnel: {...times, ...tunnel}, session: {...times, ...more, ...session}}
}

const thrice = (measured: MeasuredFacts): MeasuredFacts[] => [measured, measured, measured]

describe('side by side', () => {
  it.each([
    ['side-by-side', found()],
    ['tunnel-fails-beside-session', found({beside: thrice(dead)}, {beside: thrice(good)})],
    ['tunnel-fails-beside-session', found({beside: thrice(notOpened('429'))}, {beside: thrice(good)})],
    ['session-fails-beside-tunnel', found({beside: thrice(good)}, {beside: thrice(silent)})],
    // Not every time, not often enough, or not shown to be for the other's sake.
    ['undecided', found({beside: [dead, good, dead]}, {beside: thrice(good)})],
    ['undecided', found({beside: [dead]})],
    ['undecided', found({beside: thrice(dead), after: dead}, {beside: thrice(good)})],
    ['undecided', found({beside: thrice(good)}, {beside: thrice(dead), after: NOT_TRIED})],
    ['undecided', found({beside: thrice(dead)}, {beside: thrice(dead)})],
    ['undecided', found({beside: thrice(unclear)}, {beside: thrice(good)})],
    ['undecided', found({beside: []}, {beside: []})],
    // One of them does not even live alone.
    ['undecided', found({alone: silent})],
    ['undecided', found({}, {alone: silent})],
    ['undecided', found({}, {alone: dead})],
  ])('%s', (conclusion, facts) => {
    expect(conclude(facts).conclusion).toBe(conclusion)
  })
})

describe('without a session', () => {
  const closed = notOpened('failed')
  const refusedWith = (status: number) => ({status, detail: `refused with ${status}`})
  it.each([
    ['not-offered', {alone: closed, announced: [], answer: refusedWith(501)}],
    ['not-offered', {alone: notTried('no library'), announced: []}],
    ['refused', {alone: closed, answer: refusedWith(404)}],
    ['refused', {alone: closed, announced: null, answer: refusedWith(404)}],
    // Silence, our own troubles, and a server that would have opened one.
    ['undecided', {alone: notTried('no library')}],
    ['undecided', {alone: notTried('no library'), announced: null}],
    ['undecided', {alone: closed, announced: null}],
    ['undecided', {alone: closed, answer: {status: null, detail: 'no answer'}}],
    ['undecided', {alone: closed, announced: [], answer: {status: 200, detail: 'accepted with 200'}}],
  ] as const)('%s: %j', (conclusion, session) => {
    expect(conclude(found({beside: []}, {...session, beside: []} as Partial<Found['session']>)).conclusion).toBe(
      conclusion,
    )
  })

  it('says why', () => {
    const because = conclude(found({}, {alone: closed, answer: refusedWith(404)})).because
    expect(because).toContain('/echo')
    expect(because).toContain('404')
  })
})
