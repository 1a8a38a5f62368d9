/**
 * Concealed credentials (RFC 9729) that somebody without a registered key can make, with everything in them right that
 * does not take one: keys are Ed25519. The exporter of the connection is not at hand, so its output is ours to choose.
 */
import {createPrivateKey, createPublicKey, sign, verify, type KeyObject} from 'node:crypto'
import type {Random} from '../spec/random.js'

/** RFC 8410: what stands before the 32 octets of a key. */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_OCTETS = 32
const SIGNED_OCTETS = 32
export const EXPORT_OCTETS = 48
const ED25519 = '2055'
/** RFC 9729 section 3.3: before what is signed. */
const PREFIX = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from('HTTP Concealed Authentication\0', 'latin1')])
/** The neutral point: as a key, and as a signature together with a zero, it fits whatever is signed. */
const NEUTRAL = Buffer.concat([Buffer.from([1]), Buffer.alloc(KEY_OCTETS - 1)])
const FITTING = Buffer.concat([NEUTRAL, Buffer.alloc(KEY_OCTETS)])

export interface Forged {
  /** The value of Authorization. */
  readonly field: string
  /** Which output of the exporter its proof and its verification are made of. */
  readonly exported: Uint8Array
}

/** Of a key that nobody has registered; over another connection's exporter, its proof is good. */
export function signedByNobody(random: Random): Forged {
  const exported = random.bytes(EXPORT_OCTETS)
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE, random.bytes(KEY_OCTETS)]),
    format: 'der',
    type: 'pkcs8',
  })
  const proof = sign(null, signedOctets(exported), key)
  return {field: write(random, publicOctets(key), proof, exported), exported}
}

/** Of a key whose signature fits anything, so that it takes no key at all to make it. */
export function fittingAnything(random: Random): Forged {
  const exported = random.bytes(EXPORT_OCTETS)
  return {field: write(random, NEUTRAL, FITTING, exported), exported}
}

/** Whether the proof in a field fits the key in it, for this output of the exporter. */
export function fitsItsOwnKey(field: string, exported: Uint8Array): boolean {
  const [a, p] = [octetsIn(field, 'a'), octetsIn(field, 'p')]
  if (a?.length !== KEY_OCTETS || !p) return false
  // The equation of RFC 8032 section 5.1.7 holds whatever is signed; newer libraries refuse to look at it.
  if (a.equals(NEUTRAL)) return p.equals(FITTING)
  const key = createPublicKey({key: Buffer.concat([PUBLIC, a]), format: 'der', type: 'spki'})
  return verify(null, signedOctets(exported), key, p)
}

function signedOctets(exported: Uint8Array): Buffer {
  return Buffer.concat([PREFIX, exported.subarray(0, SIGNED_OCTETS)])
}

function publicOctets(key: KeyObject): Buffer {
  return createPublicKey(key).export({format: 'der', type: 'spki'}).subarray(PUBLIC.length)
}

function write(random: Random, key: Uint8Array, proof: Uint8Array, exported: Uint8Array): string {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  const verification = exported.subarray(SIGNED_OCTETS)
  return `Concealed k=${text(random.bytes(8))}, a=${text(key)}, p=${text(proof)}, s=${ED25519}, v=${text(verification)}`
}

function octetsIn(field: string, name: string): Buffer | undefined {
  const text = new RegExp(`[ ,]${name}=([A-Za-z0-9_-]*)`).exec(field)?.[1]
  return text === undefined ? undefined : Buffer.from(text, 'base64url')
}
