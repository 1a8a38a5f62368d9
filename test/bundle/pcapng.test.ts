/** Captures without their keys: blocks are dropped whole or passed on whole, in either byte order, however they arrive. */
import fc from 'fast-check'
import {expect, it} from 'vitest'
import {withoutSecrets} from '../../src/lib/bundle/pcapng-secrets.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {WireError} from '../../src/lib/wire/error.js'
import {ascii, hex, show} from '../support/bytes.js'

function block(type: number, body: Uint8Array, littleEndian = true): Uint8Array {
  const padded = concat(body, new Uint8Array((4 - (body.length % 4)) % 4))
  const length = padded.length + 12
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  view.setUint32(0, type, littleEndian)
  view.setUint32(4, length, littleEndian)
  out.set(padded, 8)
  view.setUint32(length - 4, length, littleEndian)
  return out
}

const section = (littleEndian = true): Uint8Array => {
  const body = new Uint8Array(16)
  new DataView(body.buffer).setUint32(0, 0x1a2b3c4d, littleEndian)
  return block(0x0a0d0d0a, body, littleEndian)
}
const SECRETS = 0x0a
const key = ascii('CLIENT_RANDOM 00 11\n')

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
  await Promise.resolve()
}

async function strip(bytes: Uint8Array, size = bytes.length): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of withoutSecrets(chunks(bytes, size))) parts.push(part)
  return concat(...parts)
}

it.each([true, false])('drops the secrets and nothing else (little endian: %s)', async littleEndian => {
  const others = [
    section(littleEndian),
    block(1, hex('0065 0000'), littleEndian),
    block(6, ascii('packet'), littleEndian),
  ]
  const [first, second, third] = others as [Uint8Array, Uint8Array, Uint8Array]
  const secrets = block(SECRETS, key, littleEndian)
  const wire = concat(first, secrets, second, secrets, third, secrets)
  for (const size of [1, 7, 4096]) expect(show(await strip(wire, size))).toBe(show(concat(...others)))
})

it('follows a change of byte order from section to section', async () => {
  const wire = concat(
    section(true),
    block(SECRETS, key),
    section(false),
    block(SECRETS, key, false),
    block(6, key, false),
  )
  expect(show(await strip(wire))).toBe(show(concat(section(true), section(false), block(6, key, false))))
})

it('leaves out a last block that was cut off, wherever', async () => {
  const [head, last] = [concat(section(), block(6, ascii('whole'))), block(6, ascii('cut off'))]
  for (let length = 0; length < last.length; length++) {
    expect(show(await strip(concat(head, last.subarray(0, length))))).toBe(show(head))
  }
})

it.each([
  ['a length that is none', concat(section(), hex('06000000 05000000 00000000'))],
  ['two lengths that differ', concat(section(), hex('06000000 0c000000 10000000'))],
  ['no byte order', hex('0a0d0d0a 1c000000 00000000')],
  ['a block beyond all measure', concat(section(), hex('06000000 00000070 00000000'))],
])('refuses %s', async (_, wire) => {
  await expect(strip(wire)).rejects.toThrow(WireError)
})

it('lets no key through, whatever stands around it', async () => {
  const any = fc.tuple(fc.integer({min: 0, max: 12}), fc.uint8Array({maxLength: 40}))
  await fc.assert(
    fc.asyncProperty(fc.array(any), fc.integer({min: 1, max: 64}), async (blocks, size) => {
      const wire = concat(section(), ...blocks.map(([type, body]) => block(type, type === SECRETS ? key : body)))
      const kept = await strip(wire, size)
      expect(Buffer.from(kept).includes(Buffer.from(key))).toBe(false)
      const expected = blocks.filter(([type]) => type !== SECRETS).map(([type, body]) => block(type, body))
      expect(show(kept)).toBe(show(concat(section(), ...expected)))
    }),
  )
})
