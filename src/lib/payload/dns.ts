/** A DNS query for an A record; the ID ties the answer to it. */
import {decode, encode, type DecodedPacket} from 'dns-packet'
import type {Random} from '../spec/random.js'
import {PayloadError, type Payload} from './kind.js'

const RECURSION_DESIRED = 0x0100

export function dnsPayload(name: string, random: Random): Payload {
  if (!/^[A-Za-z0-9_.-]{1,253}$/.test(name))
    throw new PayloadError('dns: needs a name to ask for, as in dns:example.com')
  // RFC 1035 section 2.3.4; the root itself is a dot.
  const labels = name.replace(/\.$/, '').split('.')
  if (name !== '.' && labels.some(label => label === '' || label.length > 63))
    throw new PayloadError(`dns:${name}: each part between dots has 1 to 63 characters`)
  const ids = new Map<number, number>()
  const base = random.integer(0x10000)
  return {
    name: `dns:${name}`,
    question(number) {
      const id = (base + number) & 0xffff
      ids.set(id, number)
      return new Uint8Array(encode({type: 'query', id, flags: RECURSION_DESIRED, questions: [{type: 'A', name}]}))
    },
    answer(bytes) {
      const packet = read(bytes)
      const question = packet?.type === 'response' && packet.id !== undefined ? ids.get(packet.id) : undefined
      if (!packet || question === undefined) return undefined
      const {rcode: code = 'NOERROR'} = packet as {rcode?: string}
      return {
        question,
        detail: `${/^[A-Z_0-9]+$/.test(code) ? code : 'an unknown code'}, ${packet.answers?.length ?? 0} answers`,
      }
    },
  }
}

/** The library throws plain errors, and RangeErrors on short input: none of that is an answer. */
function read(bytes: Uint8Array): DecodedPacket | undefined {
  try {
    return decode(Buffer.from(bytes))
  } catch {
    return undefined
  }
}
