/** A QUIC packet of a version nobody speaks: any QUIC server answers with the versions it does. */
import type {Random} from '../spec/random.js'
import {WireError} from '../wire/error.js'
import * as versionNegotiation from '../wire/quic/version-negotiation.js'
import type {Payload} from './kind.js'

const CONNECTION_ID_BYTES = 8

export function quicPayload(random: Random): Payload {
  const asked: [destination: Uint8Array, source: Uint8Array][] = []
  return {
    name: 'quic-vn',
    question(number) {
      const ids: [Uint8Array, Uint8Array] = [random.bytes(CONNECTION_ID_BYTES), random.bytes(CONNECTION_ID_BYTES)]
      asked[number] = ids
      return versionNegotiation.writeProbe(...ids)
    },
    answer(bytes) {
      for (const [question, ids] of asked.entries()) {
        const versions = read(bytes, ids)
        if (!versions) continue
        const list = versions.map(version => `0x${version.toString(16)}`).join(' ')
        return {question, detail: `QUIC versions ${list}`}
      }
      return undefined
    },
  }
}

function read(bytes: Uint8Array, [destination, source]: readonly [Uint8Array, Uint8Array]): number[] | undefined {
  try {
    return versionNegotiation.readAnswer(bytes, destination, source)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
