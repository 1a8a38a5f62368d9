/** UDP payloads in context 0 that came to a raw request stream, in capsules and in frames: as much as can be read. */
import type {RawExchange} from '../spec/raw-rig.js'
import {DATAGRAM, Reader} from '../wire/capsule.js'
import {WireError} from '../wire/error.js'
import * as httpDatagram from '../wire/http-datagram.js'
import {concat} from '../wire/bytes.js'
import type {RawStreams} from './raw-asking.js'

export function datagramsOn(raw: RawStreams, exchange: RawExchange): readonly Uint8Array[] {
  const frames = 'datagrams' in raw ? raw.datagrams.flatMap(({payload}) => ofFrame(payload, exchange.id)) : []
  return [...frames, ...capsules(exchange.content())].flatMap(inContextZero)
}

function ofFrame(bytes: Uint8Array, streamId: bigint | undefined): Uint8Array[] {
  const read = orNothing(() => httpDatagram.read(bytes))
  return read && read.quarterStreamId.value * 4n === streamId ? [read.payload] : []
}

/** Values of DATAGRAM capsules that are whole. */
function capsules(content: Uint8Array): Uint8Array[] {
  const values: Uint8Array[] = []
  let parts: Uint8Array[] = []
  let isDatagram = false
  for (const part of new Reader().push(content)) {
    if (part.part === 'header') {
      isDatagram = part.header.type.value === DATAGRAM
      parts = []
    } else if (part.part === 'value') parts.push(part.bytes)
    else if (isDatagram) values.push(concat(...parts))
  }
  return values
}

function inContextZero(bytes: Uint8Array): Uint8Array[] {
  const read = orNothing(() => httpDatagram.readContext(bytes))
  return read?.contextId.value === 0n ? [read.payload] : []
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
