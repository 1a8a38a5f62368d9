/** What the engine would say of a certificate chain, in its words. Texts that are no PEM stand for themselves. */
import {createHash, X509Certificate} from 'node:crypto'
import {isIP} from 'node:net'
import type {NativeConnectOptions} from '../../../src/lib/native/surface.js'

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Every connection shows the same few, and reading one takes long. */
const read = new Map<string, X509Certificate>()

function certificate(pem: string): X509Certificate {
  const known = read.get(pem) ?? new X509Certificate(pem)
  read.set(pem, known)
  return known
}

export function chainOf(pem: string): Uint8Array[] {
  const blocks = pem.match(BLOCK)
  if (!blocks) return [new TextEncoder().encode(pem)]
  return blocks.map(block => new Uint8Array(certificate(block).raw))
}

/** undefined: not checked; empty: good. */
export function judge(pem: string, options: NativeConnectOptions, now: Date): string | undefined {
  if (!pem.includes('BEGIN CERTIFICATE')) return judgeText(pem, options)
  const leaf = certificate(pem)
  if (options.trust === 'pin') {
    const spki = leaf.publicKey.export({type: 'spki', format: 'der'})
    return createHash('sha256')
      .update(spki)
      .digest()
      .equals(options.pin ?? new Uint8Array(0))
      ? ''
      : 'PinMismatch'
  }
  if (options.rootsPem === undefined) return undefined
  const roots = (options.rootsPem.match(BLOCK) ?? []).map(certificate)
  if (!roots.some(root => leaf.verify(root.publicKey))) return 'UnknownIssuer'
  if (leaf.ca) return 'CaUsedAsEndEntity'
  if (new Date(leaf.validTo) < now) return 'Expired'
  if (new Date(leaf.validFrom) > now) return 'NotValidYet'
  const {serverName} = options
  const covered = isIP(serverName) ? leaf.checkIP(serverName) : leaf.checkHost(serverName)
  return covered === undefined ? 'NotValidForName' : ''
}

/** The right root is the one that contains the text. */
function judgeText(certificate: string, options: NativeConnectOptions): string | undefined {
  if (options.trust === 'pin') {
    return new TextDecoder().decode(options.pin).startsWith(certificate.slice(0, 8)) ? '' : 'PinMismatch'
  }
  if (options.rootsPem === undefined) return undefined
  return options.rootsPem.includes(certificate) ? '' : 'UnknownIssuer'
}
