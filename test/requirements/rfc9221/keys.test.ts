/** The judge of DATAGRAM frames in Handshake packets. */
import {describe, it} from 'vitest'
import keys from '../../../src/lib/requirements/rfc9221/5-keys/probe.js'
import {closedWith, expectVerdict, TIMED_OUT} from '../support/endings.js'

const about = {http: '3'} as const

describe('DATAGRAM frames in Handshake packets', () => {
  const usual = {packets: 2, misplaced: 0, bore: false, ending: null, status: 200}
  const served = {...usual, bore: true}
  const closed = {...served, status: null, ending: closedWith('PROTOCOL_VIOLATION (0x0a)')}
  const lost = {...served, status: null, ending: TIMED_OUT}
  const unheard = {...served, status: null}
  const full = {...usual, bore: false}
  const seen = {usual, tries: [closed]}

  it.each([
    ['pass', 'ended the connection with PROTOCOL_VIOLATION (0x0a), and none was in 4 of', seen],
    ['pass', 'none was in 8 of', {usual, tries: [served, lost, closed]}],
    ['pass', 'none was in 4 of', {usual: {...usual, status: 404}, tries: [closed]}],
    ['fail', 'of 4 Handshake packets of the proxy 1 held', {usual: {...usual, misplaced: 1}, tries: [closed]}],
    ['fail', 'of 4 Handshake packets of the proxy 2 held', {usual, tries: [{...closed, misplaced: 2}]}],
    ['fail', '1 held', {usual: {...usual, status: null, misplaced: 1}, tries: []}],
    ['fail', 'on 3 connections our Handshake packet', {usual, tries: [served, lost, served, served]}],
    [
      'inconclusive',
      'of 2 connections with a DATAGRAM frame in our Handshake packets 2 were',
      {usual, tries: [served, served]},
    ],
    ['inconclusive', '0 were served, and none was closed for it: nothing came any more', {usual, tries: [lost]}],
    ['inconclusive', 'nothing more was heard', {usual, tries: [unheard]}],
    ['inconclusive', 'closed for it', {usual, tries: [{...closed, ending: closedWith('H3_NO_ERROR (0x100)')}]}],
    ['inconclusive', 'closed for it', {usual, tries: [{...closed, ending: closedWith(null)}]}],
    ['inconclusive', 'closed for it', {usual, tries: [{...closed, status: 200}]}],
    ['inconclusive', 'no room', {usual, tries: [full, {...closed, bore: false}, full]}],
    ['inconclusive', 'no room', {usual, tries: []}],
    ['inconclusive', 'even with every frame in its place', {usual: {...usual, status: null}, tries: [closed]}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(keys.judge(facts, about), outcome, words)
  })
})
