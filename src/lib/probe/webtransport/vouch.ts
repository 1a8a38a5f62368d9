/**
 * Whom the library may trust. It knows two ways only: Node's own roots, or the hash of a certificate that is valid for 14
 * days at most. The certificate is therefore looked at first, and has to be the one that our own connection accepted.
 */
import {X509Certificate, createHash} from 'node:crypto'
import {rootCertificates} from 'node:tls'
import {NetError} from '../../net/net.js'
import {dialStream} from '../../net/stream/dial.js'
import type {TlsHandshake} from '../../net/stream/tls-facts.js'
import type {Platform, ReachOptions} from '../../reach/options.js'
import {deadline} from '../../spec/clock.js'

export type Vouched =
  | {readonly kind: 'certificate-hash'; readonly hash: Uint8Array}
  | {readonly kind: 'node-roots'}
  | {readonly kind: 'nobody'; readonly because: string}

export interface VouchRequest {
  readonly address: string
  readonly serverName: string
  readonly reach: ReachOptions
  readonly platform: Platform
  readonly timeoutMs: number
  /** SHA-256 of the key of the certificate that was accepted before, base64. */
  readonly acceptedPin: string | undefined
}

const MAX_DAYS = 14
const DAY_MS = 86_400_000

/** Rejects only with the signal's reason. */
export async function vouch(request: VouchRequest, signal: AbortSignal): Promise<Vouched> {
  const seen = await look(request, signal)
  const der = seen?.peerChain[0]
  // Nothing to be seen over TCP: the library may find out for itself.
  if (!der) return {kind: 'node-roots'}
  return judge(der, seen.chainVerdict === '', request.acceptedPin)
}

export function judge(der: Uint8Array, isKnownToNode: boolean, acceptedPin: string | undefined): Vouched {
  let certificate
  try {
    certificate = new X509Certificate(der)
  } catch {
    return {kind: 'nobody', because: 'the certificate over TCP cannot be read'}
  }
  const spki = certificate.publicKey.export({type: 'spki', format: 'der'})
  if (createHash('sha256').update(spki).digest('base64') !== acceptedPin) {
    return {kind: 'nobody', because: 'over TCP the server shows another key than on the connection of the tunnels'}
  }
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY_MS
  if (days <= MAX_DAYS) {
    return {kind: 'certificate-hash', hash: new Uint8Array(createHash('sha256').update(der).digest())}
  }
  if (isKnownToNode) return {kind: 'node-roots'}
  return {
    kind: 'nobody',
    because: `the library trusts Node's own roots, or one certificate that is valid for ${MAX_DAYS} days at most: this one is not signed by such a root, and valid for ${Math.round(days)} days`,
  }
}

async function look(
  {address, serverName, reach: {bind}, platform: {clock, net}, timeoutMs}: VouchRequest,
  signal: AbortSignal,
): Promise<TlsHandshake | undefined> {
  using limit = deadline(clock, timeoutMs, signal)
  const trust = {trust: 'anything', rootsPem: rootCertificates.join('\n')} as const
  const tls = {serverName, alpn: ['h2'], trust, identity: undefined}
  const local = bind === undefined ? undefined : {local: bind}
  const connect = net.tcp && {connect: net.tcp.connect}
  try {
    const dialed = await dialStream({remote: address, clock, tls, ...local, ...connect}, {}, limit.signal)
    if (dialed.kind === 'connected') dialed.stream.destroy()
    return 'tls' in dialed ? dialed.tls : undefined
  } catch (error) {
    signal.throwIfAborted()
    if (limit.signal.aborted || error instanceof NetError) return undefined
    throw error
  }
}
