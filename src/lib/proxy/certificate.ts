/** A certificate made at start, for when none is given: self-signed, so clients know it by its pin. */
import 'reflect-metadata'
import {X509Certificate, createHash, webcrypto} from 'node:crypto'
import * as x509 from '@peculiar/x509'
import {isIp} from '../net/address.js'
import type {Clock} from '../spec/clock.js'

export interface MadeCertificate {
  readonly certificatesPem: string
  readonly keyPem: string
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly pin: Uint8Array
}

const ALGORITHM = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}
const DAY_MS = 86_400_000
/** Browsers refuse more for certificates known by their hash; a test server needs no more. */
const VALID_DAYS = 13

/** @param names host names and addresses it is good for; the first is its common name */
export async function makeCertificate(names: readonly string[], clock: Clock): Promise<MadeCertificate> {
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0])
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const now = clock.wall().getTime()
  const alternatives = names.map(value => ({type: isIp(value) ? ('ip' as const) : ('dns' as const), value}))
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{CN: [names[0] ?? 'localhost']}],
    notBefore: new Date(now - DAY_MS / 24),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new x509.SubjectAlternativeNameExtension(alternatives),
    ],
  })
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    certificatesPem: certificate.toString('pem'),
    keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    pin: spkiPin(new Uint8Array(certificate.publicKey.rawData)),
  }
}

/** Of the first certificate in a PEM text. @throws Error if there is none */
export function pinOf(pem: string): Uint8Array {
  return spkiPin(new X509Certificate(pem).publicKey.export({type: 'spki', format: 'der'}))
}

function spkiPin(spki: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(spki).digest())
}
