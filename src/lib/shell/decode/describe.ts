/** One line for what happened: decoded, escaped, and short. Octets are for `show`. */
import {inWords} from '../../http/ending.js'
import type {Head, SendOutcome} from '../../http/transport.js'
import {responseFields} from '../../evidence/secret-fields.js'
import {escape, truncate} from '../../style/escape.js'
import * as capsule from '../../wire/capsule.js'
import {WireError} from '../../wire/error.js'
import * as httpDatagram from '../../wire/http-datagram.js'
import type {Reply, ShellWhat} from '../session/event.js'
import {ipCapsuleWords} from './ip-capsule.js'
import {preview} from './octets.js'
import {packetWords} from './packet.js'

type Of<Kind extends ShellWhat['kind']> = Extract<ShellWhat, {kind: Kind}>

const LONGEST = 160

export function describe(what: ShellWhat): string {
  return truncate(escape(inFull(what)), LONGEST, '…')
}

function inFull(what: ShellWhat): string {
  switch (what.kind) {
    case 'connected':
      return `connected to ${what.address} over HTTP/${what.http} in ${ms(what.tookMs)}`
    case 'connection-ended':
      return `connection ended: ${inWords(what.ending)}`
    case 'request':
      return what.label
    case 'interim':
      return `interim response ${headWords(what.head)}`
    case 'response':
      return `response ${headWords(what.head)}`
    case 'content':
      return `content of the response, ${what.bytes.length} octets: ${preview(what.bytes)}`
    case 'datagram':
      return datagramWords(what)
    case 'capsule':
      return `capsule ${capsuleName(what.type)} len ${what.length}${cut(what)} ${valueWords(what)}`.trimEnd()
    case 'partial':
      return `capsule ${capsuleName(what.type)} len ${what.length} is not whole: ${what.came} octets came so far`
    case 'octets':
      return `${what.meant}, ${what.bytes.length} octets${what.breaks.map(broken).join('')}`
    case 'finish':
      return 'end of our direction'
    case 'abort':
      return `abort with ${what.codeName}`
    case 'stop':
      return `no more of you, please, with ${what.codeName}`
    case 'ended':
      return `ended: ${inWords(what.ending)}`
    case 'note':
      return what.text
    case 'noise':
      return `${what.noise}: ${what.text}`
  }
}

export function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)}ms`
}

export function capsuleName(type: bigint): string {
  const name = capsule.name(type)
  const hex = `0x${type.toString(16)}`
  return name.includes(hex) ? name : `${name} (${hex})`
}

function headWords({status, headers}: Head): string {
  const fields = responseFields(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${status}`, ...fields].join('; ')
}

/** What is cut off is not read. */
function valueWords({type, value, isWhole}: Of<'capsule'>): string {
  return (isWhole ? ipCapsuleWords(type, value) : undefined) ?? preview(value)
}

function datagramWords({payload, carrier, outcome, reply, inner: kind}: Of<'datagram'>): string {
  const lost = outcome === undefined || outcome === 'accepted' ? '' : `; NOT SENT: ${outcomeWords(outcome)}`
  const end = `by ${carrier}${reply ? `, ${replyWords(reply)}` : ''}${lost}`
  const read = readContext(payload)
  if (!read) return `DATAGRAM without a Context ID, len ${payload.length} ${end} ${preview(payload)}`.trimEnd()
  const {contextId, payload: inner} = read
  const said = kind === 'ip' && contextId.value === 0n ? packetWords(inner) : preview(inner)
  const wide = contextId.width > 1 && contextId.value < 64n ? ` in ${contextId.width} octets` : ''
  return `DATAGRAM ctx ${contextId.value}${wide} len ${inner.length} ${end} ${said}`.trimEnd()
}

export function readContext(payload: Uint8Array): httpDatagram.ContextPayload | undefined {
  try {
    return httpDatagram.readContext(payload)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

function replyWords({to, rttMs, by}: Reply): string {
  const how = by === 'echo' ? 'echo of' : by === 'its' ? 'answer to' : `${by} answer to`
  return `${how} #${to} in ${ms(rttMs)}`
}

export function outcomeWords(outcome: SendOutcome): string {
  if (typeof outcome === 'object') return `larger than the ${outcome.tooLarge} octets a frame can carry`
  switch (outcome) {
    case 'accepted':
      return 'sent'
    case 'notNegotiated':
      return 'DATAGRAM frames were not agreed on; --as capsule goes without'
    case 'queueFull':
      return 'our own queue is full'
    case 'closed':
      return 'the tunnel takes no more'
  }
}

function cut({value, isWhole}: Of<'capsule'>): string {
  return isWhole ? '' : `, of which ${value.length} are kept:`
}

function broken({rule, reference}: Of<'octets'>['breaks'][number]): string {
  return `; breaks ${reference}: ${rule}`
}
