/** What SETTINGS say of WebTransport, in the drafts that are met; and what our own HTTP is answered. */
import {inWords} from '../../http/ending.js'
import type {HttpVersion, Transport, TunnelRequest} from '../../http/transport.js'
import type {Road} from '../../report/document.js'
import type {WebTransportFacts} from '../../report/webtransport-facts.js'
import {deadline, type Clock} from '../../spec/clock.js'

/** draft-ietf-webtrans-http2 and draft-ietf-webtrans-http3 of several years; each is 0 by default. */
const SETTINGS: Readonly<Record<HttpVersion, readonly string[]>> = {
  '3': ['0x2b603742', '0xc671706a', '0x14e9cd29', '0x2c7cf000'],
  '2': ['0x2b60', '0x2b61', '0x2b62', '0x2b63', '0x2b64', '0x2b65'],
  '1.1': [],
}

/** null: no SETTINGS came. */
export function announced(http: HttpVersion, settings: Road['settings']): WebTransportFacts['session']['announced'] {
  if (!settings) return null
  return settings
    .filter(({id, value}) => SETTINGS[http].includes(id) && value !== '0')
    .map(({id, value}) => ({id, value}))
}

export type OwnAnswer = NonNullable<WebTransportFacts['session']['answer']>

/** The library does not say what it was answered: the same request once more. Rejects only with the signal's reason. */
export async function askOurselves(
  transport: Transport,
  request: Pick<TunnelRequest, 'authority' | 'path' | 'headers'>,
  {clock, timeoutMs}: {readonly clock: Clock; readonly timeoutMs: number},
  signal: AbortSignal,
): Promise<OwnAnswer> {
  using limit = deadline(clock, timeoutMs, signal)
  const full = {...request, method: 'CONNECT', protocol: 'webtransport', scheme: 'https'}
  const opened = await transport.open(full, limit.signal).catch(() => undefined)
  signal.throwIfAborted()
  switch (opened?.kind) {
    case undefined:
      return {status: null, detail: `no answer within ${timeoutMs} ms`}
    case 'failed':
      return {status: null, detail: inWords(opened.ending)}
    case 'refused':
      return {status: opened.refusal.status, detail: `refused with ${opened.refusal.status}`}
    case 'tunnel': {
      const {status} = opened.tunnel
      opened.tunnel.abort('cancelled')
      await opened.tunnel[Symbol.asyncDispose]()
      return {status, detail: `accepted with ${status}`}
    }
  }
}
