/** An event in full, for `show #7`: its fields, the section that says what they mean, and its octets. */
import {requestFields, responseFields} from '../../evidence/secret-fields.js'
import type {Ending} from '../../http/ending.js'
import type {HeaderList} from '../../http/transport.js'
import {escape} from '../../style/escape.js'
import type {ShellEvent, ShellWhat} from '../session/event.js'
import {capsuleName, describe, ms, outcomeWords, readContext} from './describe.js'
import {ipCapsuleWords} from './ip-capsule.js'
import {hexdump} from './octets.js'
import {packetWords} from './packet.js'

interface Details {
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly reference: string | undefined
  readonly bytes: Uint8Array | undefined
}

export function detailLines(event: ShellEvent): readonly string[] {
  const {fields, reference, bytes} = detailsOf(event.what)
  const width = Math.max(0, ...fields.map(([name]) => name.length))
  return [
    `#${event.number} ${event.direction}${event.tunnel === undefined ? '' : ` on ${event.tunnel}`}: ${describe(event.what)}`,
    ...fields.map(([name, value]) => `  ${escape(name).padEnd(width)}  ${escape(value)}`),
    ...(reference === undefined ? [] : [`  see ${reference}`]),
    ...(bytes === undefined ? [] : hexdump(bytes).map(line => `  ${line}`)),
  ]
}

/** The octets alone; undefined if there are none. */
export function octetsOf({what}: ShellEvent): Uint8Array | undefined {
  return detailsOf(what).bytes
}

function detailsOf(what: ShellWhat): Details {
  switch (what.kind) {
    case 'request': {
      const {method, protocol, scheme, authority, path, headers} = what.request
      const pseudo = [
        [':method', method],
        ...(protocol === undefined ? [] : [[':protocol', protocol] as const]),
        [':scheme', scheme],
        [':authority', authority],
        [':path', path],
      ] as const
      return only([...pseudo, ...pairs(requestFields(headers))], 'RFC 9298 section 3, RFC 9484 section 4')
    }
    case 'interim':
    case 'response': {
      const fields = [[':status', String(what.head.status)] as const, ...pairs(responseFields(what.head.headers))]
      return only(fields, 'RFC 9298 section 3.5, RFC 9297 section 3.4')
    }
    case 'datagram':
      return datagramDetails(what)
    case 'capsule': {
      const {type, length, value, isWhole} = what
      const kept = isWhole ? [] : [['kept', `the first ${value.length} octets`] as const]
      const said = isWhole ? ipCapsuleWords(type, value) : undefined
      const fields = [
        ['type', capsuleName(type)] as const,
        ['length', String(length)] as const,
        ...(said === undefined ? [] : [['says', said] as const]),
        ...kept,
      ]
      const reference = said === undefined ? 'RFC 9297 section 3.2' : 'RFC 9484 section 4.7, RFC 9297 section 3.2'
      return {fields, reference, bytes: value}
    }
    case 'octets': {
      const fields = [['meant as', what.meant] as const, ...what.breaks.map(({rule}) => ['breaks', rule] as const)]
      return {fields, reference: what.breaks.map(({reference}) => reference).join(', ') || undefined, bytes: what.bytes}
    }
    case 'content':
      return {fields: [['length', String(what.bytes.length)]], reference: undefined, bytes: what.bytes}
    case 'ended':
    case 'connection-ended':
      return endingDetails(what.ending)
    case 'abort':
    case 'stop':
      return only([['code', what.codeName]], 'RFC 9114 section 8.1')
    case 'partial':
    case 'connected':
    case 'finish':
    case 'note':
    case 'noise':
      return only([], undefined)
  }
}

function datagramDetails({payload, carrier, outcome, reply, inner}: Extract<ShellWhat, {kind: 'datagram'}>): Details {
  const read = readContext(payload)
  const context = read ? `${read.contextId.value}, written in ${read.contextId.width} octets` : 'there is none'
  const fields = [
    ['carrier', carrier === 'frame' ? 'a QUIC DATAGRAM frame' : 'a DATAGRAM capsule'] as const,
    ['Context ID', context] as const,
    ['length', `${payload.length} octets, ${read?.payload.length ?? 0} behind the Context ID`] as const,
    ...(outcome === undefined ? [] : [['outcome', outcomeWords(outcome)] as const]),
    ...(inner === 'ip' && read?.contextId.value === 0n ? [['packet', packetWords(read.payload)] as const] : []),
    ...(reply ? [['answers', `#${reply.to} (${reply.by}) after ${ms(reply.rttMs)}`] as const] : []),
  ]
  return {
    fields,
    reference: inner === 'ip' ? 'RFC 9484 section 6, RFC 9297 section 2' : 'RFC 9298 section 5, RFC 9297 section 2',
    bytes: payload,
  }
}

function endingDetails({by, how, scope, codeName, code, detail, reason}: Ending): Details {
  const name = codeName ?? (code === undefined ? undefined : `0x${code.toString(16)}`)
  return only(
    [
      ['by', by],
      ['how', how],
      ['scope', scope],
      ...(name === undefined ? [] : [['code', name] as const]),
      ['detail', detail],
      ...(reason === undefined ? [] : [['it said', reason] as const]),
    ],
    undefined,
  )
}

function only(fields: Details['fields'], reference: string | undefined): Details {
  return {fields, reference, bytes: undefined}
}

function pairs(headers: HeaderList): Details['fields'] {
  return headers.map(([name, value]) => [name, value] as const)
}
