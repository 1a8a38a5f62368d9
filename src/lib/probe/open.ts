/** The phases request and response, and what is remarkable about an answer that is good. */
import type {H3Transport} from '../http/h3/client.js'
import type {Handshake} from '../http/h3/facts.js'
import type {Transport} from '../http/transport.js'
import type {Road} from '../report/document.js'
import {isIp} from '../net/address.js'
import {deadline, TimeoutError, type Clock} from '../spec/clock.js'
import {openUdp, requestPath, saysCapsuleProtocol, type UdpRequest, type UdpTunnel} from '../tunnel/connect-udp.js'
import * as settings from '../wire/h3-settings.js'
import {endedInstead, malformedSuccess, noResponse, noStream} from '../reach/diagnosis/http.js'
import {refusal} from '../reach/diagnosis/refusal.js'
import {noDatagrams} from '../reach/diagnosis/settings.js'
import {datagramLimit} from '../reach/handshake-facts.js'
import {LifeSign} from '../reach/life-sign.js'
import type {PhaseLog} from '../reach/phases.js'
import {contentWords} from '../reach/refusal-content.js'

type H3Facts = Pick<H3Transport['h3'], 'peerSettings' | 'notes'>

export type OpenResult =
  | {readonly kind: 'open'; readonly udp: UdpTunnel; readonly response: NonNullable<Road['response']>}
  | {readonly kind: 'not-open'; readonly response?: NonNullable<Road['response']>}

export interface OpenContext {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly log: PhaseLog
  readonly h3: H3Transport['h3']
}

export async function openTunnel(
  transport: Transport,
  request: UdpRequest,
  {clock, timeoutMs, log, h3}: OpenContext,
  signal: AbortSignal,
): Promise<OpenResult> {
  log.begin('request')
  log.ok(`CONNECT ${requestPath(request)}`)
  log.begin('response')
  using life = new LifeSign(h3, clock, timeoutMs)
  using limit = deadline(clock, timeoutMs, signal)
  let opened
  try {
    opened = await openUdp(transport, request, limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    const silence = {waitedMs: timeoutMs, isAlive: life.seen, lossy: life.lossy}
    log.fail(h3.requestWritten ? noResponse(silence, !isIp(request.target.host)) : noStream(silence))
    return {kind: 'not-open'}
  }
  switch (opened.kind) {
    case 'failed':
      log.fail(endedInstead(opened.ending))
      return {kind: 'not-open'}
    case 'refused':
      log.fail(refusal(opened.refusal, hasCredentials(request), await contentWords(opened.refusal, clock, signal)))
      return {kind: 'not-open', response: head(opened.refusal)}
    case 'malformed':
      log.fail(malformedSuccess(opened.problem))
      return {kind: 'not-open', response: head(opened.response)}
    case 'tunnel':
      log.ok(String(opened.response.status))
      return {kind: 'open', udp: opened.udp, response: head(opened.response)}
  }
}

function hasCredentials({headers = []}: UdpRequest): boolean {
  return headers.some(([name]) => /^(proxy-)?authorization$/i.test(name))
}

function head({
  status,
  headers,
}: {
  status: number
  headers: readonly (readonly [string, string])[]
}): NonNullable<Road['response']> {
  return {status, headers: headers.map(([name, value]) => [name, value])}
}

/** What an implementer would want to be told although the tunnel works. */
export function remarks(h3: H3Facts, handshake: Handshake, udp: UdpTunnel): string[] {
  const list = h3.peerSettings ?? []
  const found: string[] = []
  if (!saysCapsuleProtocol(udp.tunnel)) {
    found.push('the response lacks Capsule-Protocol: ?1, which endpoints should send (RFC 9297 section 3.4)')
  }
  const announced = settings.value(list, settings.H3_DATAGRAM)
  if (announced !== 1n) found.push(noDatagrams(list))
  else if (datagramLimit(handshake) === 0n) {
    found.push(
      'SETTINGS announce H3_DATAGRAM, but the transport parameter max_datagram_frame_size is missing or 0, so no DATAGRAM frame can be sent (RFC 9221 section 3)',
    )
  }
  return [...found, ...h3.notes]
}
