// Makes the one certificate that all peers serve: usage: certificate.mjs DIR. Writes ca.pem, cert.pem and key.pem: an
// authority and a leaf for localhost, good for two days. Nothing is trusted but by --cacert, and nothing outlives a run.
import 'reflect-metadata'
import {webcrypto} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import * as x509 from '@peculiar/x509'

const HOUR_MS = 3_600_000
const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: certificate.mjs DIR')
x509.cryptoProvider.set(webcrypto)

const now = Date.now()
const validity = {
  // Clocks in containers differ by little; two days suffice for any run.
  notBefore: new Date(now - HOUR_MS),
  notAfter: new Date(now + 48 * HOUR_MS),
  signingAlgorithm: algorithm,
}
const authority = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
const ca = await x509.X509CertificateGenerator.createSelfSigned({
  ...validity,
  // Two authorities of one name would be taken for each other: a wrong one must be told by its name.
  name: `CN=masque peers ${Buffer.from(webcrypto.getRandomValues(new Uint8Array(4))).toString('hex')}`,
  keys: authority,
  extensions: [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
  ],
})
const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
const leaf = await x509.X509CertificateGenerator.create({
  ...validity,
  subject: 'CN=localhost',
  issuer: ca.subject,
  publicKey: keys.publicKey,
  signingKey: authority.privateKey,
  extensions: [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      {type: 'dns', value: 'localhost'},
      {type: 'ip', value: '127.0.0.1'},
      {type: 'ip', value: '::1'},
    ]),
  ],
})
const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)

mkdirSync(folder, {recursive: true})
writeFileSync(join(folder, 'ca.pem'), `${ca.toString('pem')}\n`)
writeFileSync(join(folder, 'cert.pem'), `${leaf.toString('pem')}\n`)
writeFileSync(join(folder, 'key.pem'), `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`, {mode: 0o600})
