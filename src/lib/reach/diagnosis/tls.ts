/** What is wrong with a certificate, and how to go on. The engine's word comes first in its verdict. */
import type {Diagnosis, TlsFacts} from '../../report/document.js'
import type {HttpVersion} from '../../http/transport.js'
import {quoted} from '../../http/quoted.js'

type Leaf = TlsFacts['chain'][number]

const KNOWN: Readonly<Record<string, readonly [meaning: string, fault: Diagnosis['fault'], next: string]>> = {
  UnknownIssuer: [
    'the certificate was signed by {issuer}, whom we were not told to trust',
    'you',
    'trust that authority with --cacert FILE (and check the file, if one was given), or this key with --pin {pin}',
  ],
  NotValidForName: [
    'the certificate is for other names: {names}',
    'unknown',
    'use one of its names in PROXY, or give the right one with --sni NAME',
  ],
  Expired: ['the certificate expired on {validTo}', 'proxy', 'it must be renewed; --insecure goes on regardless'],
  NotValidYet: [
    'the certificate is not valid before {validFrom}',
    'unknown',
    'check the clock of this host; --insecure goes on regardless',
  ],
  CaUsedAsEndEntity: [
    'the certificate is that of a certificate authority (CA:TRUE), which a server may not use for itself',
    'proxy',
    'make one with CA:FALSE, signed by the other; or accept this key with --pin {pin}',
  ],
  PinMismatch: [
    'the server has another key than --pin asks for: its own is {pin}',
    'unknown',
    'if the server is the right one, use that pin; if not, somebody is in between',
  ],
  Revoked: ['the certificate is revoked', 'proxy', 'it must be replaced'],
  BadSignature: [
    'the certificate is not signed by the authority it names',
    'unknown',
    'check that --cacert is the authority that signed it, and that the chain is complete',
  ],
  BadEncoding: ['the certificate cannot be read', 'proxy', 'it must be replaced'],
  InvalidPurpose: [
    'the certificate is not for servers (extended key usage)',
    'proxy',
    'make one for server authentication; or accept this key with --pin {pin}',
  ],
}

export function certificateFailure(verdict: string, leaf: Leaf | undefined): Diagnosis {
  // Some words come with a context in the engine's spelling: ExpiredContext, NotValidForNameContext.
  const name = (/^[A-Za-z]+/.exec(verdict)?.[0] ?? '').replace(/Context$/, '')
  const [meaning, fault, next] = KNOWN[name] ?? [
    `the certificate was refused: ${verdict}`,
    'unknown' as const,
    '--pin {pin} accepts this key; --insecure goes on regardless',
  ]
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, key: string) => quoted(leaf?.[key as keyof Leaf] ?? '?'))
  return {code: `certificate-${name || 'unknown'}`, meaning: fill(meaning), fault, next: fill(next)}
}

export function noProtocol(http: HttpVersion): Diagnosis {
  const next = 'check that this port is the proxy, and that it offers the ALPN'
  switch (http) {
    case '3':
      return {
        code: 'no-h3',
        meaning: 'the server speaks QUIC, but not HTTP/3 (no application protocol in common)',
        fault: 'unknown',
        next: `${next} h3`,
      }
    case '2':
      return {
        code: 'no-h2',
        meaning: 'the server speaks TLS, but not HTTP/2 (no application protocol in common)',
        fault: 'unknown',
        next: `${next} h2`,
      }
    case '1.1':
      return {
        code: 'no-http11',
        meaning: 'the server speaks TLS, but not HTTP/1.1 (no application protocol in common)',
        fault: 'unknown',
        next: `${next} http/1.1`,
      }
  }
}
