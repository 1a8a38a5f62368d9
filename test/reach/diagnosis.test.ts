/** Ends of handshakes that are rare, or that only a broken server makes. */
import {describe, expect, it} from 'vitest'
import type {Ending} from '../../src/lib/http/ending.js'
import type {Head} from '../../src/lib/http/transport.js'
import type {ConnectionEnd} from '../../src/lib/http/h3/facts.js'
import {endedInstead} from '../../src/lib/reach/diagnosis/ended.js'
import {refusal} from '../../src/lib/reach/diagnosis/refusal.js'
import {malformedSuccess} from '../../src/lib/reach/diagnosis/http.js'
import {tunnelWords} from '../../src/lib/reach/diagnosis/tunnel-words.js'
import {handshakeFailed} from '../../src/lib/reach/diagnosis/quic.js'
import {certificateFailure} from '../../src/lib/reach/diagnosis/tls.js'
import {cannotSend, icmpAnswer, noSocket} from '../../src/lib/reach/diagnosis/path.js'

const WHERE = '192.0.2.1:443'

describe('the end of a handshake', () => {
  it.each<[ConnectionEnd, string, string]>([
    [{by: 'peer', how: 'version-negotiation', reason: ''}, 'quic-version', 'proxy'],
    [{by: 'network', how: 'timed-out', reason: ''}, 'handshake-stalled', 'unknown'],
    [{by: 'us', how: 'engine-failure', reason: 'thread'}, 'engine-failure', 'masque'],
    [{by: 'peer', how: 'transport-close', code: 0x174n, reason: ''}, 'client-certificate-required', 'you'],
    [{by: 'peer', how: 'transport-close', code: 0x170n, reason: ''}, 'unrecognized-name', 'you'],
    [{by: 'peer', how: 'transport-close', code: 0x128n, reason: ''}, 'tls-alert', 'unknown'],
    [{by: 'peer', how: 'transport-close', code: 0x2n, reason: 'full'}, 'quic-refused', 'proxy'],
    [{by: 'us', how: 'peer-at-fault', code: 0xan, reason: 'bad frame'}, 'quic-violation', 'proxy'],
    [{by: 'us', how: 'peer-at-fault', code: 0xdn, reason: 'too much CRYPTO'}, 'our-limit', 'unknown'],
    [{by: 'peer', how: 'transport-close', code: 0xan, reason: 'bad frame'}, 'quic-refused', 'unknown'],
  ])('%o', (end, code, fault) => {
    const diagnosis = handshakeFailed(WHERE, end)
    expect([diagnosis.code, diagnosis.fault]).toEqual([code, fault])
    expect(diagnosis.next).not.toBe('')
    if (end.reason) expect(diagnosis.meaning).toContain(end.reason)
  })
})

it('what the peer said when it ended is passed on, and nothing is made up for one that said nothing', () => {
  const ending = {by: 'peer', how: 'connection-closed', scope: 'connection', detail: 'it closed'} as const
  expect(endedInstead({...ending, reason: 'shutting down'}, '3').meaning).toMatch(/it closed; it said: shutting down$/)
  expect(endedInstead({...ending, reason: ''}, '3').meaning).toMatch(/it closed$/)
})

describe('an end instead of an answer', () => {
  const reset = {by: 'peer', how: 'reset', scope: 'tunnel', detail: 'it was reset'} as const
  const closed = {by: 'peer', how: 'connection-closed', scope: 'connection', detail: 'it was closed'} as const

  it.each<[Ending, string, string]>([
    [{...reset, code: 0x102n}, 'request-reset', 'proxy'],
    // These say that the mistake was ours: who is right cannot be told from here.
    [{...reset, code: 0x105n}, 'request-reset', 'unknown'],
    [{...closed, code: 0x101n}, 'ended-connection-closed', 'unknown'],
    [{...closed, code: 0x7n, inQuic: true}, 'ended-connection-closed', 'unknown'],
    [{...closed, code: 0x100n}, 'ended-connection-closed', 'proxy'],
    [{by: 'us', how: 'over-limit', scope: 'tunnel', detail: 'too much'}, 'our-limit', 'unknown'],
    [{by: 'us', how: 'protocol-error', scope: 'connection', detail: 'x', inQuic: true}, 'quic-violation', 'proxy'],
    [{by: 'us', how: 'protocol-error', scope: 'connection', detail: 'x'}, 'http3-violation', 'proxy'],
  ])('%o', (ending, code, fault) => {
    const diagnosis = endedInstead(ending, '3')
    expect([diagnosis.code, diagnosis.fault]).toEqual([code, fault])
    expect(diagnosis.next).not.toBe('')
  })

  it('quotes as much of a peer as a sentence bears', () => {
    const {meaning} = endedInstead({...closed, code: 0x102n, reason: 'x'.repeat(5000)}, '3')
    expect(meaning.length).toBeLessThan(400)
    expect(meaning).toContain('5000 characters')
  })
})

it('a verdict on a certificate that nobody foresaw is shown as it is', () => {
  const diagnosis = certificateFailure('SomethingNew(3)', undefined)
  expect(diagnosis).toMatchObject({code: 'certificate-SomethingNew', fault: 'unknown'})
  expect(diagnosis.meaning).toContain('SomethingNew(3)')
})

describe('ICMP over IPv6 has numbers of its own', () => {
  it.each([
    [{origin: 3, type: 1, code: 4, info: 0}, 'port-unreachable'],
    [{origin: 3, type: 1, code: 1, info: 0}, 'administratively-prohibited'],
    [{origin: 3, type: 1, code: 0, info: 0}, 'host-unreachable'],
    [{origin: 2, type: 1, code: 4, info: 0}, 'host-unreachable'],
    [{origin: 3, type: 2, code: 0, info: 1200}, 'path-mtu-too-small'],
    [{origin: 2, type: 3, code: 4, info: 0}, 'path-mtu-too-small'],
  ])('%o', (error, code) => {
    expect(icmpAnswer('[2001:db8::1]:443', error).code).toBe(code)
  })
})

it('a path MTU that is too small is named, beside what QUIC needs', () => {
  const meaning = (origin: number, info: number): string =>
    icmpAnswer(WHERE, {origin, type: origin === 3 ? 2 : 3, code: origin === 3 ? 0 : 4, info}).meaning
  expect(meaning(3, 1210)).toMatch(/1210.*1248/)
  expect(meaning(2, 1210)).toMatch(/1210.*1228/)
})

it.each([
  [1, 'EPERM', 'you'],
  [101, 'ENETUNREACH', 'network'],
  [9999, 'errno 9999', 'network'],
])('our own system refuses to send: errno %i', (errno, name, fault) => {
  const diagnosis = cannotSend(WHERE, errno)
  expect(diagnosis.meaning).toContain(name)
  expect(diagnosis.fault).toBe(fault)
})

it('too many open files is not a question of address family', () => {
  expect(noSocket(WHERE, 'EMFILE').next).toContain('ulimit')
  expect(noSocket(WHERE, 'EAFNOSUPPORT').next).toContain('-4')
})

it.each([
  ['a tunnel is meant, but not begun', [['capsule-protocol', '?1']], 'tunnel-without-101', 'proxy'],
  ['the Upgrade was not looked at', [['capsule-protocol', '?0']], 'no-upgrade', 'unknown'],
  ['an ordinary page', [], 'no-upgrade', 'unknown'],
] as const)('a 200 over HTTP/1.1, %s', (_, headers, code, fault) => {
  expect(refusal({status: 200, headers}, {tunnel: 'udp', http: '1.1'})).toMatchObject({code, fault})
})

describe('what a refusal is called depends on what was asked for', () => {
  const every = [400, 401, 403, 404, 405, 421, 426, 429, 500, 501, 502, 505].map(status => ({status, headers: []}))
  const errors = ['dns_error', 'dns_timeout', 'destination_ip_prohibited', 'http_request_error', 'connection_timeout']
  const told = errors.map((error): Head => ({status: 502, headers: [['proxy-status', `p; error=${error}`]]}))
  const without101: Head = {status: 200, headers: [['capsule-protocol', '?1']]}
  const textsOf = (tunnel: 'udp' | 'ip'): string => {
    const words = tunnelWords[tunnel]
    const refused = [...every, ...told].map(head => refusal(head, {tunnel, http: '3'}))
    const others = [refusal(without101, {tunnel, http: '1.1'}), malformedSuccess('content-length', words)]
    return [...refused, ...others].map(({meaning, next}) => `${meaning}; ${next}`).join('\n')
  }

  it('an IP tunnel is never explained by UDP, nor the other way round', () => {
    expect(textsOf('ip')).not.toMatch(/UDP|9298|[^-]--target/i)
    expect(textsOf('udp')).not.toMatch(/IP proxy|CONNECT-IP|9484|--scope-target/i)
    expect(textsOf('ip')).toContain('there is no IP proxy at this path (404)')
    expect(textsOf('ip')).toContain('try an address as --scope-target')
  })
})
