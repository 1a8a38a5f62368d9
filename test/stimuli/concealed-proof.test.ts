/** Credentials of nobody: their proofs are real ones, as whoever verifies them by the book finds. */
import {expect, it} from 'vitest'
import {seeded} from '../../src/lib/spec/random.js'
import {EXPORT_OCTETS, fitsItsOwnKey, fittingAnything, signedByNobody} from '../../src/lib/stimuli/concealed-proof.js'

const octets = (field: string, name: string): Buffer =>
  Buffer.from(new RegExp(`[ ,]${name}=([^,]*)`).exec(field)?.[1] ?? '', 'base64url')

it('signs over what the exporter gave, and shows its end', () => {
  const {field, exported} = signedByNobody(seeded(1))
  expect(field).toMatch(/^Concealed k=[\w-]+, a=[\w-]{43}, p=[\w-]{86}, s=2055, v=[\w-]{22}$/)
  expect(exported).toHaveLength(EXPORT_OCTETS)
  expect(octets(field, 'v')).toEqual(Buffer.from(exported.subarray(32)))
  expect(fitsItsOwnKey(field, exported)).toBe(true)
})

it('is good for that output alone', () => {
  const {field, exported} = signedByNobody(seeded(1))
  const [other] = [Uint8Array.from(exported)]
  other[31] = (other[31] ?? 0) ^ 1
  expect(fitsItsOwnKey(field, other)).toBe(false)
  expect(fitsItsOwnKey(signedByNobody(seeded(2)).field, exported)).toBe(false)
})

it('has a key whose signature fits any output', () => {
  const {field, exported} = fittingAnything(seeded(1))
  expect(fitsItsOwnKey(field, exported)).toBe(true)
  expect(fitsItsOwnKey(field, seeded(9).bytes(EXPORT_OCTETS))).toBe(true)
})

it('fits nothing without a key or a proof', () => {
  expect(fitsItsOwnKey('', new Uint8Array(EXPORT_OCTETS))).toBe(false)
  expect(fitsItsOwnKey('Concealed a=AQ, p=AQ', new Uint8Array(EXPORT_OCTETS))).toBe(false)
  const {field, exported} = signedByNobody(seeded(1))
  expect(fitsItsOwnKey(field.replace(/ p=[^,]*,/, ''), exported)).toBe(false)
})
