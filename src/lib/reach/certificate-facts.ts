/** Certificates as the result document has them. */
import {X509Certificate, createHash} from 'node:crypto'
import type {TlsFacts} from '../report/document.js'

export function describeCertificate(der: Uint8Array): TlsFacts['chain'][number] {
  try {
    const certificate = new X509Certificate(der)
    const spki = certificate.publicKey.export({type: 'spki', format: 'der'})
    return {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      names: certificate.subjectAltName ?? '',
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
      pin: createHash('sha256').update(spki).digest('base64'),
    }
  } catch {
    // A peer may send anything for a certificate.
    return {subject: 'unreadable', issuer: '', names: '', validFrom: '', validTo: '', pin: ''}
  }
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ')
}
