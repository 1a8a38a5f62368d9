/** The proxy as a host on its own link: it answers echo requests, and nothing else. */
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import {interpret} from '../../wire/icmp/meaning.js'
import * as icmp from '../../wire/icmp/message.js'
import {tos, upper} from '../../wire/ip/packet.js'
import type {Facts} from './facts.js'
import {icmpPacket} from './icmp-errors.js'

/** From the router's own address, also when all nodes were asked. undefined: it was no echo request for us. */
export function answerLocally({packet, source, family}: Facts, router: string | undefined): Uint8Array | undefined {
  const {protocol, payload, fragment} = upper(packet)
  if (router === undefined || protocol !== icmp.PROTOCOL[family] || fragment) return undefined
  const message = readMessage(payload)
  if (!message || icmp.problems(message, packet).length > 0) return undefined
  const meaning = interpret(family, message)
  if (meaning.kind !== 'echo-request') return undefined
  return icmpPacket(router, source, {...meaning, kind: 'echo-reply'}, tos(packet))
}

function readMessage(payload: Uint8Array): icmp.IcmpMessage | undefined {
  try {
    return icmp.read(new Cursor(payload))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
