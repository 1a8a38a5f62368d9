/**
 * What to send to a target that does not cooperate, and how to know its answer: for proxies whose owner has no
 * responder. Each kind ties the answer to the very question, so that a stray packet is no proof.
 */
import {fromHex} from '../wire/bytes.js'
import {WireError} from '../wire/error.js'
import type {Random} from '../spec/random.js'
import {dnsPayload} from './dns.js'
import {PayloadError, type Payload} from './kind.js'
import {ntpPayload} from './ntp.js'
import {quicPayload} from './quic.js'
import {stunPayload} from './stun.js'

export const PAYLOAD_KINDS = ['dns:NAME', 'stun', 'ntp', 'quic-vn', 'hex:BYTES'] as const

/** @throws PayloadError */
export function parsePayload(text: string, random: Random): Payload {
  const [kind = '', ...rest] = text.split(':')
  const argument = rest.join(':')
  if (argument !== '' && ['stun', 'ntp', 'quic-vn'].includes(kind))
    throw new PayloadError(`'${kind}' takes no argument`)
  switch (kind) {
    case 'dns':
      return dnsPayload(argument, random)
    case 'stun':
      return stunPayload(random)
    case 'ntp':
      return ntpPayload(random)
    case 'quic-vn':
      return quicPayload(random)
    case 'hex':
      return hexPayload(argument)
    default:
      throw new PayloadError(`'${text}' is no payload; there are ${PAYLOAD_KINDS.join(', ')}`)
  }
}

/** Anything that comes back counts: nobody but the target can know what it means. */
function hexPayload(argument: string): Payload {
  let bytes: Uint8Array
  try {
    bytes = fromHex(argument)
  } catch (error) {
    if (error instanceof WireError) throw new PayloadError(`hex:${argument}: ${error.message}`)
    throw error
  }
  return {
    name: `hex:${argument}`,
    question: () => bytes,
    answer: ({length}) => ({question: undefined, detail: `${length} octets`}),
  }
}
