// QPACK, and what HTTP/3 makes of its fields.
import * as messages from '../../../dist/lib/http/messages.js'
import {Cursor} from '../../../dist/lib/wire/cursor.js'
import * as fieldSection from '../../../dist/lib/wire/qpack/field-section.js'
import * as instructions from '../../../dist/lib/wire/qpack/instructions.js'
import {assert, bounded, readAt, wireValue} from '../invariants.mjs'

const LIMIT = 64 * 1024

/** @type {import('./index.mjs').Decoder[]} */
export const QPACK = [
  {
    name: 'field-section',
    reads: ['wire/qpack/field-section.read', 'http/messages.readRequest', 'http/messages.readResponse'],
    seeds: ['0000510b2f696e6465782e68746d6c', '0000d9', '0000cfd1d7c050826043', '03811011', '000023012d78012079'],
    check(data) {
      const fields = wireValue(() => fieldSection.read(data, LIMIT))
      if (!fields) return
      assert(fields.reduce((sum, {name, value}) => sum + name.length + value.length + 32, 0) <= LIMIT)
      bounded(fields, data)
      for (const options of [{}, {huffman: false}, {literal: true}]) {
        assert.deepEqual(fieldSection.read(fieldSection.write(fields, options)).map(plain), fields.map(plain))
      }
      const request = messages.readRequest(fields)
      // Classic CONNECT has no place in what we send.
      const tunnel = 'value' in request && (request.value.method !== 'CONNECT' || request.value.protocol !== undefined)
      if (tunnel) roundTrip(messages.requestFields(request.value), messages.readRequest, request.value)
      const response = messages.readResponse(fields)
      if ('value' in response) roundTrip(messages.responseFields(response.value), messages.readResponse, response.value)
    },
  },
  {
    name: 'qpack-instructions',
    reads: ['wire/qpack/instructions.readEncoder', 'wire/qpack/instructions.readDecoder'],
    seeds: [
      '3fbd01',
      'c00f7777772e6578616d706c652e636f6d',
      '4a637573746f6d2d6b65790c637573746f6d2d76616c7565',
      '02',
      '84',
      '48',
      '01',
    ],
    check(data) {
      for (const [readOne, violation] of [
        [instructions.readEncoder, instructions.encoderViolation],
        [instructions.readDecoder, instructions.decoderViolation],
      ]) {
        const cursor = new Cursor(data)
        for (let got = readAt(cursor, readOne); got; got = readAt(cursor, readOne)) {
          assert(got.used > 0, 'an instruction takes an octet at least')
          bounded(got.value, data, 3)
          assert((violation(got.value) ?? '').length < 200)
        }
      }
    },
  },
]

/** Whether a field may be put into a table is not said of those that are in it. */
function plain({name, value}) {
  return [name, value]
}

function roundTrip(fields, readAgain, value) {
  const again = readAgain(fields)
  assert('value' in again, 'what is sent is what was taken')
  assert.deepEqual(again.value, value)
}
