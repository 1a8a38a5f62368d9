/** What a TLS handshake over a byte stream told, in the shape and the words of the QUIC engine's. */
import {X509Certificate, createHash} from 'node:crypto'
import type {DetailedPeerCertificate, EphemeralKeyInfo, TLSSocket} from 'node:tls'
import {isIp} from '../address.js'

export interface TlsHandshake {
  readonly version: '1.2' | '1.3'
  readonly alpn?: string
  readonly cipherSuite?: string
  readonly keyExchange?: string
  /** Leaf first. A root that the peer sent along is left out where it is one of ours: the two cannot be told apart. */
  readonly peerChain: readonly Uint8Array[]
  /** Absent: not checked. Empty: good. Otherwise why not, a stable word first. */
  readonly chainVerdict?: string
}

/** Whom to believe: as the QUIC engine takes it. */
export interface TlsTrust {
  readonly trust: 'roots' | 'pin' | 'anything'
  /** With `anything`: what they would have said is kept. */
  readonly rootsPem?: string
  /** SHA-256 of the SubjectPublicKeyInfo, whoever signed it. */
  readonly pin?: Uint8Array
}

export function handshakeOf(socket: TLSSocket, trust: TlsTrust, serverName: string): TlsHandshake {
  const {standardName} = socket.getCipher()
  const {alpnProtocol} = socket
  const keyExchange = groupName(socket.getEphemeralKeyInfo())
  const peerChain = chainOf(socket)
  const chainVerdict = verdict(socket, peerChain[0], trust, serverName)
  return {
    version: socket.getProtocol() === 'TLSv1.2' ? '1.2' : '1.3',
    cipherSuite: standardName,
    peerChain,
    ...(alpnProtocol && {alpn: alpnProtocol}),
    ...(keyExchange !== undefined && {keyExchange}),
    ...(chainVerdict !== undefined && {chainVerdict}),
  }
}

function groupName(info: EphemeralKeyInfo | object | null): string | undefined {
  const name = info && 'name' in info && typeof info.name === 'string' ? info.name : undefined
  return name === 'prime256v1' ? 'secp256r1' : name
}

function chainOf(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = []
  const seen = new Set<string>()
  let certificate: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true)
  while (certificate?.raw && certificate.fingerprint256 !== undefined && !seen.has(certificate.fingerprint256)) {
    const isRoot = certificate.issuerCertificate?.fingerprint256 === certificate.fingerprint256
    // The last link comes from our own trust store as well as from the wire; servers have no reason to send it.
    if (isRoot && chain.length > 0) break
    seen.add(certificate.fingerprint256)
    chain.push(new Uint8Array(certificate.raw))
    certificate = certificate.issuerCertificate
  }
  return chain
}

function verdict(
  socket: TLSSocket,
  der: Uint8Array | undefined,
  {trust, rootsPem, pin}: TlsTrust,
  serverName: string,
): string | undefined {
  const leaf = der && certificate(der)
  if (trust === 'pin') return leaf && pin && hasKey(leaf, pin) ? '' : 'PinMismatch'
  if (rootsPem === undefined) return undefined
  if (!leaf) return 'BadEncoding'
  // The engine's order: the chain first, then what the leaf is, then whose it is.
  // The types say Error; it is the code of one.
  const problem = socket.authorizationError as unknown
  if (typeof problem === 'string') return words(problem)
  if (leaf.ca) return 'CaUsedAsEndEntity'
  const named = isIp(serverName) ? leaf.checkIP(serverName) : leaf.checkHost(serverName, {subject: 'never'})
  return named === undefined ? 'NotValidForName' : ''
}

function certificate(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

function hasKey(leaf: X509Certificate, pin: Uint8Array): boolean {
  const spki = leaf.publicKey.export({type: 'spki', format: 'der'})
  return createHash('sha256').update(spki).digest().equals(pin)
}

/** OpenSSL's codes for what the engine has these words for. */
const WORDS: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'UnknownIssuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'UnknownIssuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'UnknownIssuer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'UnknownIssuer',
  SELF_SIGNED_CERT_IN_CHAIN: 'UnknownIssuer',
  CERT_HAS_EXPIRED: 'Expired',
  CERT_NOT_YET_VALID: 'NotValidYet',
  CERT_REVOKED: 'Revoked',
  CERT_SIGNATURE_FAILURE: 'BadSignature',
  INVALID_PURPOSE: 'InvalidPurpose',
}

/** What is not in the list keeps its code, spelled as the engine spells: CERT_UNTRUSTED is CertUntrusted. */
function words(code: string): string {
  return (
    WORDS[code] ??
    code
      .toLowerCase()
      .split('_')
      .map(part => part.charAt(0).toUpperCase() + part.slice(1))
      .join('')
  )
}
