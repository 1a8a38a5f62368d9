/** Single results, made by hand: what the documents beside this are put together from. */
import type {Preflight} from '../../../src/lib/report/check-facts.js'
import type {Result} from '../../../src/lib/report/document.js'
import {citation, referenceOf} from '../../../src/lib/spec/document.js'
import type {Label} from '../../../src/lib/spec/verdict.js'

const OUTCOMES: Readonly<Record<Label, string>> = {
  pass: 'pass',
  fail: 'fail',
  warn: 'concern',
  info: 'observed',
  inconclusive: 'inconclusive',
  'not-applicable': 'not-applicable',
  waived: 'fail',
  error: 'error',
}

export function result({id, label, http = '3', ...rest}: Partial<Result> & Pick<Result, 'id' | 'label'>): Result {
  const reference = referenceOf(id)
  return {
    id,
    title: 'Datagrams with an unknown Context ID are dropped or held, quietly',
    level: label === 'warn' ? 'should' : label === 'info' ? 'none' : 'must',
    outcome: OUTCOMES[label],
    label,
    because: label === 'pass' ? 'it did what is asked' : 'it could be seen',
    http,
    attempts: 1,
    durationMs: 12.5,
    reproduce: `masque check proxy.example --only ${id} --http ${http} --seed 7 --pcap case.pcapng`,
    explain: `masque explain ${id}`,
    citation: citation(id),
    ...(reference !== undefined && {reference}),
    ...rest,
  }
}

export function failure(http: '3' | '2' | '1.1' = '3'): Result {
  return result({
    id: 'rfc9298/5/unknown-context',
    label: 'fail',
    http,
    expected: 'the datagram goes no further',
    actual: 'its payload reached the target: 24 octets that were sent in context 0x3ffe came out as UDP payload',
    because: 'its payload reached the target in 3 of 3 attempts',
    attempts: 3,
    notes: ['the tunnel on the same connection went on working', 'nothing was dropped by ourselves'],
    hint: 'Look for a parser that treats the Context ID as a constant zero byte.',
    evidence: [{event: 211, frame: 17, file: 'run.pcapng'}, {event: 214}],
    timeline: [
      {atMs: 0, direction: 'local', lane: null, what: 'begins'},
      {atMs: 1.25, direction: 'sent', lane: 'tunnel 1', what: 'request CONNECT connect-udp'},
      {atMs: 3.5, direction: 'received', lane: 'tunnel 1', what: 'response 200'},
      {atMs: 3.6, direction: 'sent', lane: 'tunnel 2 (witness)', what: 'datagram, context 0, 8 octets'},
      {atMs: 4.1, direction: 'sent', lane: 'tunnel 1', what: 'datagram, context 0x3ffe, 24 octets'},
      {atMs: 9.75, direction: 'received', lane: 'tunnel 2 (witness)', what: 'datagram, context 0, 8 octets'},
    ],
  })
}

export const DECIDED: readonly Result[] = [
  result({id: 'rfc9298/3.1/df-bit', label: 'pass', title: 'What does not fit is not fragmented'}),
  result({id: 'rfc9298/3.1/df-bit', label: 'pass', http: '2', title: 'What does not fit is not fragmented'}),
  result({id: 'rfc9297/3.2/unknown-capsule', label: 'pass', title: 'Unknown capsules are skipped'}),
  result({
    id: 'rfc9298/3.1/port-reuse',
    label: 'info',
    title: 'Which port the proxy takes for the same target again',
    because: 'another port each time',
  }),
  result({
    id: 'rfc9484/4.7/no-ipv6',
    label: 'not-applicable',
    title: 'IPv6 is not offered without addresses',
    because: 'the proxy answers 404 to CONNECT-IP',
  }),
]

const NO_RAW = 'no responder with raw sockets: masque serve responder --raw, as root'

/** Everything that is neither plainly good nor plainly bad. */
export const ODD: readonly Result[] = [
  result({
    id: 'rfc9298/3.1/idle-timeout',
    label: 'warn',
    title: 'An idle tunnel lives for two minutes at least',
    expected: 'an echo after 120 s of silence',
    actual: 'no echo, and the tunnel was reset after 30 s',
    because: 'the tunnel was gone after 30 s',
    hint: 'Look for a timer that is shorter than two minutes.',
    durationMs: 121_000,
  }),
  ...(['3', '2'] as const).map(http =>
    result({
      id: 'rfc9298/3.1/ptb-honoured',
      label: 'inconclusive',
      http,
      title: 'What routers say of sizes is honoured',
      because: NO_RAW,
    }),
  ),
  result({
    id: 'rfc9298/3.1/5tuple-other-ip',
    label: 'inconclusive',
    title: 'Packets of others do not come in',
    because: NO_RAW,
  }),
  result({
    id: 'rfc9114/7.2.4/settings-twice',
    label: 'inconclusive',
    title: 'SETTINGS are sent once',
    because: 'seen once, and not again in 2 further attempts',
    flaky: true,
    attempts: 3,
  }),
  result({
    id: 'rfc9298/3.4/malformed-requests',
    label: 'waived',
    title: 'Malformed requests are refused',
    expected: 'an error',
    actual: '200',
    because: 'a request without :authority was accepted',
    waived: {reason: 'fixed in the next release', until: '2027-01-31'},
  }),
  result({
    id: 'rfc9297/3.3/cut-capsule',
    label: 'fail',
    title: 'A capsule that is cut off ends the tunnel',
    expected: 'the tunnel ends',
    actual: 'it went on',
    because: 'the tunnel still carried datagrams',
    baseline: 'known',
  }),
  result({
    id: 'rfc9297/3.3/trailing-octets',
    label: 'pass',
    title: 'Octets behind a capsule are the next one',
    baseline: 'stale',
  }),
  result({
    id: 'rfc9221/3/frame-too-large',
    label: 'fail',
    title: 'Frames above the limit end the connection',
    expected: 'the connection ends',
    actual: 'nothing happened',
    because: 'the connection went on',
    scored: false,
  }),
  result({
    id: 'rfc9298/3.1/half-close',
    label: 'error',
    title: 'A half-closed tunnel still carries',
    because: 'masque failed: TypeError: x is not a function',
  }),
]

export const PREFLIGHT: readonly Preflight[] = [
  {http: '3', state: 'offered', udp: 'carries', ip: 'refused', detail: 'IP: refused with 404'},
  {http: '2', state: 'offered', udp: 'carries', ip: 'unknown', detail: ''},
  {http: '1.1', state: 'not-offered', udp: 'refused', ip: 'refused', detail: 'an upgrade is answered with 405'},
]

export const UNREACHED: readonly Preflight[] = [
  {http: '3', state: 'unreachable', udp: 'unknown', ip: 'unknown', detail: 'no answer over UDP within 5 s'},
  {http: '2', state: 'not-authorised', udp: 'refused', ip: 'refused', detail: 'answered with 407'},
]
