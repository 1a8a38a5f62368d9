/** What a handshake tells, as the result document has it. */
import {X509Certificate, createHash} from 'node:crypto'
import type {Handshake} from '../http/h3/facts.js'
import type {Road, TlsFacts} from '../report/document.js'
import * as settings from '../wire/h3-settings.js'
import * as parameters from '../wire/quic/transport-parameters.js'
import {WireError} from '../wire/error.js'

export function tlsFacts(handshake: Handshake, checkedBy: TlsFacts['checkedBy']): TlsFacts {
  return {
    version: '1.3',
    alpn: handshake.alpn ?? null,
    cipher: handshake.cipherSuite ?? null,
    keyExchange: handshake.keyExchange ?? null,
    checkedBy,
    problem: handshake.chainVerdict === undefined || handshake.chainVerdict === '' ? null : handshake.chainVerdict,
    chain: handshake.peerChain.map(describeCertificate),
  }
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

export function settingFacts(list: readonly settings.Setting[]): NonNullable<Road['settings']> {
  return list.map(({id, value}) => ({id: `0x${id.toString(16)}`, name: settings.name(id), value: String(value)}))
}

export function parameterFacts(handshake: Handshake): NonNullable<Road['transportParameters']> {
  try {
    return parameters.read(handshake.peerParameters ?? new Uint8Array(0)).map(parameter => {
      const value = parameters.describe(parameter)
      const id = `0x${parameter.id.toString(16)}`
      return {id, name: parameters.name(parameter.id), value: value === true ? true : String(value)}
    })
  } catch (error) {
    if (error instanceof WireError) return []
    throw error
  }
}

/** The peer's max_datagram_frame_size; 0 if it announced none. */
export function datagramLimit(handshake: Handshake): bigint {
  try {
    const list = parameters.read(handshake.peerParameters ?? new Uint8Array(0))
    return parameters.integer(list, parameters.MAX_DATAGRAM_FRAME_SIZE) ?? 0n
  } catch (error) {
    if (error instanceof WireError) return 0n
    throw error
  }
}
