/** The judges of settings for HTTP/3 Datagrams that say more about a server than whether it keeps a rule. */
import {describe, it} from 'vitest'
import alwaysSend from '../../../src/lib/requirements/rfc9297/2.1.1-always-send/probe.js'
import draft from '../../../src/lib/requirements/rfc9297/2.1.1-draft-settings/probe.js'
import {expectVerdict} from '../support/endings.js'

const about = {http: '3'} as const

describe('on every connection', () => {
  it.each<[(string | null)[], string, string]>([
    [['1', '1', '1'], 'pass', 'came on 3 of 3'],
    [['1', '1'], 'inconclusive', 'too few to compare: SETTINGS_H3_DATAGRAM = 1 came on 2 of 2'],
    [[null, '0', null], 'observed', 'does not offer datagrams'],
    [['1', null, '1', null, '1', null], 'fail', 'came on 3 of 6 connections; behind a load balancer'],
    [['1', null, '1', null, '1', '0'], 'fail', '3 of 6'],
    [['1', null, '1', '1', null], 'inconclusive', 'not enough of both'],
    [['1', null, '1', null, null], 'inconclusive', 'not enough of both'],
  ])('%j: %s', (values, outcome, words) => {
    expectVerdict(alwaysSend.judge({values}, about), outcome, words)
  })
})

describe('identifiers of drafts', () => {
  const PLAIN = {id: null, status: 200, closed: null}
  const SERVED = {id: '0x276', status: 404, closed: null}
  const CLOSED = {id: '0xffd277', status: null, closed: 'H3_SETTINGS_ERROR (0x109)'}
  const MUTE = {id: '0xffd276', status: null, closed: null}
  it.each<[string[] | null, Parameters<typeof draft.judge>[0]['offers'], string, string]>([
    [['0x33 = 1'], [PLAIN, SERVED], 'observed', 'advertises 0x33 = 1; requests are served with 0x276'],
    [['0x276 = 1'], [PLAIN, SERVED], 'observed', 'advertises 0x276 = 1, which is of drafts only; '],
    [
      ['0x276 = 1', '0x33 = 1'],
      [PLAIN, CLOSED, SERVED],
      'observed',
      '0x276 = 1, 0x33 = 1; 0xffd277 closes the connection (H3_SETTINGS_ERROR (0x109)), requests are served',
    ],
    [
      [],
      [PLAIN, MUTE, CLOSED],
      'observed',
      'advertises no setting for datagrams; 0xffd277 closes the connection (H3_SETTINGS_ERROR (0x109)), with 0xffd276 no request was answered',
    ],
    [[], [PLAIN], 'observed', 'no draft setting was tried'],
    [['0x33 = 1'], [{...PLAIN, status: null}, CLOSED], 'inconclusive', 'without a draft setting'],
    [['0x33 = 1'], [], 'inconclusive', 'without a draft setting'],
    [null, [PLAIN], 'inconclusive', 'no SETTINGS'],
  ])('%j, %j', (advertised, offers, outcome, words) => {
    expectVerdict(draft.judge({advertised, offers}, about), outcome, words)
  })
})
