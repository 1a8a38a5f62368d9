/**
 * Which of our datagrams an arriving one answers. Only what ties them together counts: the very same octets, or an
 * identifier that a protocol puts into question and answer. Mere order is no proof.
 */
import * as varint from '../../wire/varint.js'
import {equal} from '../../wire/bytes.js'
import {conversation} from '../decode/packet.js'
import type {Reply, ShellEvent} from './event.js'

/** Older ones are not looked at. */
const MAX_LOOKED_AT = 512
const DNS_HEADER = 12
const STUN_HEADER = 20
const STUN_COOKIE = [0x21, 0x12, 0xa4, 0x42]

/** @param earlier newest first */
export function findReply(
  payload: Uint8Array,
  tunnel: string,
  atNs: bigint,
  earlier: Iterable<ShellEvent>,
): Reply | undefined {
  let looked = 0
  for (const {number, direction, what, tunnel: name, atNs: sentNs} of earlier) {
    if (++looked > MAX_LOOKED_AT) return undefined
    if (direction !== 'sent' || name !== tunnel || what.kind !== 'datagram') continue
    const by = what.inner === 'ip' ? answersPacket(what.payload, payload) : answers(what.payload, payload)
    if (by !== undefined) return {to: number, rttMs: Number(atNs - sentNs) / 1e6, by}
  }
  return undefined
}

function answers(question: Uint8Array, answer: Uint8Array): string | undefined {
  if (equal(question, answer)) return 'echo'
  const [asked, told] = [inContextZero(question), inContextZero(answer)]
  if (!asked || !told) return undefined
  if (isStun(asked) && isStun(told) && equal(asked.subarray(4, STUN_HEADER), told.subarray(4, STUN_HEADER)))
    return 'STUN'
  return isDnsPair(asked, told) ? 'DNS' : undefined
}

function answersPacket(question: Uint8Array, answer: Uint8Array): string | undefined {
  const [asked, told] = [inContextZero(question), inContextZero(answer)]
  const answered = told && conversation(told)?.answer
  if (!asked || !answered) return undefined
  return conversation(asked)?.question === answered ? 'its' : undefined
}

function inContextZero(payload: Uint8Array): Uint8Array | undefined {
  const fast = varint.peekFast(payload, 0, payload.length)
  return fast >= 0 && fast < 16 ? payload.subarray(fast) : undefined
}

function isStun(bytes: Uint8Array): boolean {
  return bytes.length >= STUN_HEADER && STUN_COOKIE.every((octet, index) => bytes[4 + index] === octet)
}

/** The same ID and the same first question, and only the second is a response (RFC 1035 section 4.1.1). */
function isDnsPair(question: Uint8Array, answer: Uint8Array): boolean {
  if (question.length <= DNS_HEADER || answer.length < question.length) return false
  const isResponse = (bytes: Uint8Array): boolean => ((bytes[2] ?? 0) & 0x80) !== 0
  if (isResponse(question) || !isResponse(answer)) return false
  // Behind the question there may be an OPT record: what counts is its name and type.
  const nameEnd = question.indexOf(0, DNS_HEADER) + 5
  return (
    equal(question.subarray(0, 2), answer.subarray(0, 2)) &&
    equal(question.subarray(DNS_HEADER, nameEnd), answer.subarray(DNS_HEADER, nameEnd))
  )
}
