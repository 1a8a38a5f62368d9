/** A certificate authority and a leaf for localhost, made once for all tests of a process. */
import 'reflect-metadata'
import {createHash, webcrypto} from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0])

export interface TestCertificate {
  readonly certificatesPem: string
  readonly keyPem: string
  readonly caPem: string
  /** SHA-256 of the leaf's SubjectPublicKeyInfo. */
  readonly pin: Uint8Array
}

const ALGORITHM = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}

export interface CertificateWish {
  readonly names?: readonly string[]
  readonly addresses?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Basic constraints CA:TRUE on the leaf. */
  readonly isAuthority?: boolean
  /** Extended key usage: for clients only. */
  readonly clientsOnly?: boolean
  /** Common names of leaf and authority, instead of ordinary ones: anything at all. */
  readonly commonName?: string
}

export async function makeCertificate(wish: CertificateWish = {}): Promise<TestCertificate> {
  const {names = ['localhost'], addresses = ['127.0.0.1', '::1']} = wish
  const authority = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const number = Buffer.from(webcrypto.getRandomValues(new Uint8Array(4))).toString('hex')
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{CN: [wish.commonName ?? `masque test CA ${number}`]}],
    keys: authority,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const leaf = await x509.X509CertificateGenerator.create({
    subject: [{CN: [wish.commonName ?? 'localhost']}],
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: wish.notBefore ?? new Date(Date.now() - 3_600_000),
    notAfter: wish.notAfter ?? new Date(Date.now() + 86_400_000),
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        ...names.map(value => ({type: 'dns' as const, value})),
        ...addresses.map(value => ({type: 'ip' as const, value})),
      ]),
      ...(wish.isAuthority ? [new x509.BasicConstraintsExtension(true, undefined, true)] : []),
      ...(wish.clientsOnly ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])] : []),
    ],
  })
  const spki = Buffer.from(leaf.publicKey.rawData)
  return {
    certificatesPem: leaf.toString('pem'),
    keyPem: x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    caPem: ca.toString('pem'),
    pin: new Uint8Array(createHash('sha256').update(spki).digest()),
  }
}
