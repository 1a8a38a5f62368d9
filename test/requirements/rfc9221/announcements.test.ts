/** The judges of what QUIC announces: sizes of DATAGRAM frames, whether SETTINGS agree, and idle timeouts. */
import {describe, expect, it} from 'vitest'
import agree from '../../../src/lib/requirements/rfc9221/h3datagram-vs-tp/probe.js'
import idle from '../../../src/lib/requirements/rfc9000/10.1-idle/probe.js'
import size from '../../../src/lib/requirements/rfc9221/3-tp/probe.js'
import {announcedBy} from '../../../src/lib/stimuli/announcements.js'
import {expectVerdict} from '../support/endings.js'

const about = {http: '3'} as const

describe('max_datagram_frame_size', () => {
  it.each<[string | null, string | null, string, string]>([
    ['65535', '1', 'pass', 'max_datagram_frame_size is 65535'],
    ['65534', '1', 'pass', '65534; 65535 is recommended'],
    ['1200', null, 'pass', '1200; 65535'],
    ['1199', '1', 'observed', 'is 1199, and below 1200 no QUIC fits'],
    ['0', '1', 'observed', 'is 0 beside H3_DATAGRAM = 1: the proxy takes no'],
    [null, '1', 'observed', 'no max_datagram_frame_size beside H3_DATAGRAM = 1: it takes no'],
    [null, '0', 'observed', 'no max_datagram_frame_size: it takes no'],
  ])('%s, with H3_DATAGRAM %s: %s', (limit, setting, outcome, words) => {
    expectVerdict(size.judge({limit, setting, known: true}, about), outcome, words)
  })

  it('is not known without a handshake', () => {
    expectVerdict(size.judge({limit: '65535', setting: '1', known: false}, about), 'inconclusive', 'not known')
    expect(size.judge({limit: '65535', setting: '1', known: true}, about).because).not.toContain(';')
  })
})

describe('SETTINGS and QUIC', () => {
  it.each<[string | null, string | null, string, string]>([
    ['1', '65535', 'pass', 'H3_DATAGRAM is 1, and QUIC announces max_datagram_frame_size 65535'],
    ['1', '1200', 'pass', '1200'],
    ['1', '1199', 'observed', 'max_datagram_frame_size 1199: no client can use'],
    ['1', null, 'observed', 'no max_datagram_frame_size: no client can use'],
    ['0', '65535', 'observed', 'H3_DATAGRAM is 0, although QUIC announces max_datagram_frame_size 65535'],
    [null, '1', 'observed', 'there is no H3_DATAGRAM, although'],
    [null, '0', 'pass', 'there is no H3_DATAGRAM, and QUIC announces max_datagram_frame_size 0'],
    [null, null, 'pass', 'announces no max_datagram_frame_size'],
  ])('%s and %s: %s', (setting, limit, outcome, words) => {
    expectVerdict(agree.judge({setting, limit, known: true}, about), outcome, words)
  })

  it('are not known without SETTINGS', () => {
    expectVerdict(agree.judge({setting: '1', limit: '65535', known: false}, about), 'inconclusive', 'did not come')
  })
})

describe('max_idle_timeout', () => {
  it.each<[string | null, boolean, string, string]>([
    ['240000', true, 'observed', 'announces 240 s, so 240 s apply to a client that announces 300 s'],
    ['600000', true, 'observed', 'announces 600 s, so 300 s apply'],
    ['29999', true, 'observed', '29.999 s apply to a client that announces 300 s: tunnels without traffic die early'],
    ['0', true, 'observed', 'max_idle_timeout 0: what the client announces applies, here 300 s'],
    [null, true, 'observed', 'no max_idle_timeout: what the client'],
    [null, false, 'inconclusive', 'not known'],
  ])('%s, %s: %s', (theirsMs, known, outcome, words) => {
    expectVerdict(idle.judge({theirsMs, oursMs: 300_000, known}, about), outcome, words)
  })

  it('of 30 s is not short', () => {
    expect(idle.judge({theirsMs: '30000', oursMs: 300_000, known: true}, about).because).not.toContain('early')
  })
})

it('announcements are told by identifier', () => {
  const {setting, parameter} = announcedBy({
    settings: [{id: '0x33', value: '1'}],
    transportParameters: [{id: '0x20', value: '65535'}, {id: '0xc', value: true}],
    alpn: null,
    tlsVersion: null,
  }) // prettier-ignore
  expect([setting('0x33'), setting('0x8'), parameter('0x20'), parameter('0xc'), parameter('0x1')]).toEqual([
    '1', null, '65535', null, null,
  ]) // prettier-ignore
  const nothing = announcedBy({settings: undefined, transportParameters: undefined, alpn: null, tlsVersion: null})
  expect([nothing.setting('0x33'), nothing.parameter('0x20')]).toEqual([null, null])
})
