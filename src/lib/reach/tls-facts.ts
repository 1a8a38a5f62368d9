/** What a TLS handshake tells, certificates above all, as the result document has it: over QUIC and over TCP. */
import {X509Certificate, createHash} from 'node:crypto'
import type {Handshake} from '../http/h3/facts.js'
import type {TlsFacts} from '../report/document.js'
import type {ReachOptions} from './options.js'
import type {PhaseLog} from './phases.js'

/** QUIC has TLS 1.3 only; over TCP the handshake says which. */
type AnyHandshake = Pick<Handshake, 'alpn' | 'cipherSuite' | 'keyExchange' | 'peerChain' | 'chainVerdict'> &
  Partial<Pick<TlsFacts, 'version'>>

export function tlsFacts(handshake: AnyHandshake, {trust}: ReachOptions): TlsFacts {
  return {
    version: handshake.version ?? '1.3',
    alpn: handshake.alpn ?? null,
    cipher: handshake.cipherSuite ?? null,
    keyExchange: handshake.keyExchange ?? null,
    checkedBy: checkedBy(trust),
    problem: handshake.chainVerdict === undefined || handshake.chainVerdict === '' ? null : handshake.chainVerdict,
    chain: handshake.peerChain.map(describeCertificate),
  }
}

function checkedBy({trust}: ReachOptions['trust']): TlsFacts['checkedBy'] {
  switch (trust) {
    case 'roots':
    case 'pin':
      return trust
    case 'anything':
      return 'nothing'
  }
}

/** The phase of a certificate that was accepted. */
export function tellCertificate({chain, checkedBy: how, problem}: TlsFacts, log: PhaseLog): void {
  log.begin('certificate')
  const [leaf] = chain
  const who = leaf ? `${leaf.subject}, until ${leaf.validTo.slice(0, 'YYYY-MM-DD'.length)}` : 'none'
  const words = {
    roots: 'trusted',
    pin: 'the pin matches',
    nothing: problem ? `NOT CHECKED (${problem})` : 'NOT CHECKED',
  }
  log.ok(`${words[how]}: ${who}`)
}

function describeCertificate(der: Uint8Array): TlsFacts['chain'][number] {
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
