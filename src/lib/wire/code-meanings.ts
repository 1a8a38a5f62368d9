/**
 * What error codes say, for people: HTTP/3 (RFC 9114 section 8.1, RFC 9204 section 6, RFC 9297 section 5.2), HTTP/2
 * (RFC 9113 section 7), QUIC (RFC 9000 section 20.1) and the TLS alerts that QUIC carries (RFC 9001 section 4.8, RFC 8446
 * section 6). Names are those of `error-codes.ts`.
 */
import {alertName, CRYPTO_ERROR, http2Name, http3Name, quicName} from './error-codes.js'
import {isReserved} from './h3-frame.js'
import {MAX} from './varint.js'

/** Where a number is an error code. An alert has a number of its own, and another where QUIC carries it. */
export type CodeSpace = 'HTTP/3' | 'HTTP/2' | 'QUIC' | 'TLS alert' | 'TLS alert in QUIC'

export interface CodeMeaning {
  readonly space: CodeSpace
  readonly code: bigint
  readonly name: string
  readonly meaning: string
  readonly cites: string
}

type Words = Readonly<Record<string, string>>

const HTTP3: Words = {
  H3_DATAGRAM_ERROR:
    'a datagram, or a capsule that carries one, breaks the rules: its stream cannot be told, or it is too short',
  H3_NO_ERROR: 'nothing is wrong: whoever says it is done',
  H3_GENERAL_PROTOCOL_ERROR: 'a rule was broken that has no code of its own',
  H3_INTERNAL_ERROR: 'the sender of the code failed by itself',
  H3_STREAM_CREATION_ERROR:
    'a stream was opened that may not be: a second control stream, or one of a kind that is refused',
  H3_CLOSED_CRITICAL_STREAM: 'the control stream or a QPACK stream was closed, without which a connection cannot go on',
  H3_FRAME_UNEXPECTED: 'a frame came where it must not: DATA before HEADERS, SETTINGS twice, HTTP/2 leftovers',
  H3_FRAME_ERROR: 'a frame is malformed: its length lies, or its fields do not fill it',
  H3_EXCESSIVE_LOAD: 'the peer does something that costs too much',
  H3_ID_ERROR: 'a stream ID or push ID is used as it must not be',
  H3_SETTINGS_ERROR:
    'SETTINGS break a rule: a reserved identifier, one twice, a value that is not allowed (H3_DATAGRAM beyond 1)',
  H3_MISSING_SETTINGS: 'the control stream began with something else than SETTINGS',
  H3_REQUEST_REJECTED: 'the request was refused before anything was done with it: it may be sent again',
  H3_REQUEST_CANCELLED: 'nobody wants the request, or its answer, any more: how tunnels are given up',
  H3_REQUEST_INCOMPLETE: 'the stream ended before the request was complete',
  H3_MESSAGE_ERROR:
    'the message is malformed: pseudo-headers, field names, or a capsule that is cut or breaks its rules',
  H3_CONNECT_ERROR: 'the TCP connection of a CONNECT request was reset, or is not to be trusted any more',
  H3_VERSION_FALLBACK: 'the request cannot be served over HTTP/3: try HTTP/1.1',
  QPACK_DECOMPRESSION_FAILED: 'a field section could not be decoded',
  QPACK_ENCODER_STREAM_ERROR: 'an instruction of the QPACK encoder is wrong: a dynamic table larger than announced',
  QPACK_DECODER_STREAM_ERROR: 'an instruction of the QPACK decoder is wrong',
}

const HTTP2: Words = {
  NO_ERROR: 'nothing is wrong: whoever says it is done',
  PROTOCOL_ERROR: 'a rule was broken that has no code of its own; a malformed capsule or message, too',
  INTERNAL_ERROR: 'the sender of the code failed by itself',
  FLOW_CONTROL_ERROR: 'more was sent than the window allows, or the window grew beyond its limit',
  SETTINGS_TIMEOUT: 'SETTINGS were not acknowledged in time',
  STREAM_CLOSED: 'a frame came on a stream that was closed already',
  FRAME_SIZE_ERROR: 'a frame is too large, or its size is not that of its kind',
  REFUSED_STREAM: 'the request was refused before anything was done with it: it may be sent again',
  CANCEL: 'nobody wants the stream any more: how tunnels are given up',
  COMPRESSION_ERROR: 'HPACK cannot go on: the connection is lost',
  CONNECT_ERROR: 'the TCP connection of a CONNECT request was reset, or is not to be trusted any more',
  ENHANCE_YOUR_CALM: 'the peer does something that costs too much: a limit on requests, frames or resets',
  INADEQUATE_SECURITY: 'TLS is weaker than HTTP/2 asks for',
  HTTP_1_1_REQUIRED: 'the request cannot be served over HTTP/2: try HTTP/1.1',
}

const QUIC: Words = {
  NO_ERROR: 'the connection is closed, and nothing is wrong',
  INTERNAL_ERROR: 'the sender of the code failed by itself; some servers use it for a shutdown in good order',
  CONNECTION_REFUSED: 'the server takes no new connections',
  FLOW_CONTROL_ERROR: 'more was sent than the limits allow',
  STREAM_LIMIT_ERROR: 'more streams were opened than the limit allows',
  STREAM_STATE_ERROR: 'a frame came for a stream that cannot have it in its state',
  FINAL_SIZE_ERROR: 'the final size of a stream changed, or data went beyond it',
  FRAME_ENCODING_ERROR: 'a frame is malformed: also one of an unknown type',
  TRANSPORT_PARAMETER_ERROR: 'transport parameters are malformed, missing, twice, or out of range',
  CONNECTION_ID_LIMIT_ERROR: 'more connection IDs were given than the limit allows',
  PROTOCOL_VIOLATION:
    'a rule was broken that has no code of its own: also a DATAGRAM frame that was not negotiated, or is too large',
  INVALID_TOKEN: 'the token of a Retry or of an earlier connection is not valid',
  APPLICATION_ERROR: 'the application closed the connection before its own code could be sent',
  CRYPTO_BUFFER_EXCEEDED: 'more of the handshake came than can be kept',
  KEY_UPDATE_ERROR: 'keys were updated as they must not be',
  AEAD_LIMIT_REACHED: 'the keys have been used as often as they may',
  NO_VIABLE_PATH: 'no network path is left that carries QUIC',
  VERSION_NEGOTIATION_ERROR: 'the versions that were said to be offered are not those that were',
}

const TLS: Words = {
  close_notify: 'the end of TLS, in good order',
  unexpected_message: 'a message came where it must not',
  bad_record_mac: 'a record cannot be decrypted: keys differ, or somebody changed it on the way',
  record_overflow: 'a record is longer than allowed',
  handshake_failure: 'no parameters in common: ciphers, groups, signatures',
  bad_certificate: 'the certificate is broken, or its signature is wrong',
  unsupported_certificate: 'the certificate is of a kind that is not taken',
  certificate_revoked: 'the certificate was revoked',
  certificate_expired: 'the certificate is not valid now: look at the clocks, too',
  certificate_unknown: 'something else is wrong with the certificate',
  illegal_parameter: 'a field has a value that it cannot have',
  unknown_ca: 'nobody trusted has signed the certificate: a private authority is not installed',
  access_denied: 'the certificate is good, and its owner may not come in',
  decode_error: 'a message cannot be read',
  decrypt_error: 'a signature or a Finished message is wrong',
  protocol_version: 'no version of TLS in common: QUIC needs 1.3',
  internal_error: 'the sender of the alert failed by itself',
  inappropriate_fallback: 'a client came again with less than both can do: somebody may be forcing it',
  user_canceled: 'whoever began the handshake does not want it any more; nothing is wrong',
  missing_extension: 'an extension that must be there is not: QUIC transport parameters, for one',
  unsupported_extension: 'an extension came that nobody offered',
  unrecognized_name: 'no server of that name is here: the SNI is not known',
  bad_certificate_status_response: 'what the server stapled about its certificate (OCSP) is not valid',
  unknown_psk_identity: 'no key of that name is here: a session that is resumed, or a shared secret',
  certificate_required: 'the server wants a certificate from the client',
  no_application_protocol: 'no protocol in common (ALPN): not HTTP/3 here',
}

interface Space {
  readonly words: Words
  readonly cites: string
  /** With the number behind it, as everywhere. */
  readonly name: (code: bigint) => string
}

const SPACES: Readonly<Record<'HTTP/3' | 'HTTP/2' | 'QUIC', Space>> = {
  'HTTP/3': {words: HTTP3, cites: 'RFC 9114 section 8.1', name: http3Name},
  'HTTP/2': {words: HTTP2, cites: 'RFC 9113 section 7', name: http2Name},
  QUIC: {words: QUIC, cites: 'RFC 9000 section 20.1', name: quicName},
}

/** `0x33` is of HTTP Datagrams, `0x2..` of QPACK. */
function citesOf(space: CodeSpace, code: bigint, cites: string): string {
  if (space !== 'HTTP/3') return cites
  if (code === 0x33n) return 'RFC 9297 section 5.2'
  return code >= 0x200n ? 'RFC 9204 section 6' : cites
}

/** Alerts are octets. */
const ALERTS = 0x100n

function alertMeaning(space: CodeSpace, code: bigint, alert: bigint): CodeMeaning[] {
  if (alert < 0n || alert >= ALERTS) return []
  const name = alertName(Number(alert))
  const words = TLS[name]
  if (words === undefined) return []
  const isOwn = space === 'TLS alert'
  const other = isOwn ? `QUIC carries it as 0x${(CRYPTO_ERROR + alert).toString(16)}` : `TLS alert ${alert}`
  const cites = isOwn ? 'RFC 8446 section 6' : 'RFC 9001 section 4.8'
  return [{space, code, name, meaning: `${words}; ${other}`, cites}]
}

function named(code: bigint): CodeMeaning[] {
  const found = Object.entries(SPACES).flatMap(([space, {words, cites, name}]): CodeMeaning[] => {
    const bare = name(code).replace(/ \(0x[0-9a-f]+\)$/, '')
    const meaning = words[bare]
    const at = space as CodeSpace
    return meaning === undefined ? [] : [{space: at, code, name: bare, meaning, cites: citesOf(at, code, cites)}]
  })
  return [
    ...found,
    ...alertMeaning('TLS alert', code, code),
    ...alertMeaning('TLS alert in QUIC', code, code - CRYPTO_ERROR),
  ]
}

function reserved(code: bigint): CodeMeaning[] {
  if (!isReserved(code) || code > MAX) return []
  const meaning = 'nothing, on purpose (GREASE): sent so that codes nobody knows go on being taken as H3_NO_ERROR'
  return [{space: 'HTTP/3', code, name: 'reserved', meaning, cites: 'RFC 9114 section 8.1'}]
}

function namelessAlert(code: bigint): CodeMeaning[] {
  const alert = code - CRYPTO_ERROR
  if (alert < 0n || alert >= ALERTS) return []
  const meaning = `TLS gave up with alert ${alert}, which has no name here: the list of IANA may have one`
  return [{space: 'TLS alert in QUIC', code, name: `alert ${alert}`, meaning, cites: 'RFC 9001 section 4.8'}]
}

/** All that a number may be, in every space that knows it. A number alone does not say which. */
export function meaningsOf(code: bigint): CodeMeaning[] {
  const known = named(code)
  return [...known, ...reserved(code), ...(known.length > 0 ? [] : namelessAlert(code))]
}

/** The highest code that has a name: what names are looked up by. */
const HIGHEST = 0x2ffn

/** By name: `H3_MESSAGE_ERROR`, `message_error`, `no_application_protocol`. */
export function meaningsOfName(name: string): CodeMeaning[] {
  const wanted = name.toUpperCase()
  const found: CodeMeaning[] = []
  for (let code = 0n; code <= HIGHEST; code++) {
    found.push(...named(code).filter(one => [one.name.toUpperCase(), one.name.replace(/^H3_/, '')].includes(wanted)))
  }
  return found
}
