/** From an address to a polite HTTP/3 connection: QUIC, and our SETTINGS on it. */
import type {Clock} from '../../spec/clock.js'
import type {Setting} from '../../wire/h3-settings.js'
import {H3Transport} from './client.js'
import {H3Connection} from './connection.js'
import type {H3Leniency} from './options.js'
import {dialQuic, type DialOutcome, type QuicDialEvents, type QuicDialOptions} from './dial-quic.js'

export interface H3DialOptions extends QuicDialOptions {
  readonly clock: Clock
  /** What we announce, in this order, right or wrong. */
  readonly settings: readonly Setting[]
  readonly leniency?: H3Leniency
}

export type H3Dialed = DialOutcome<{readonly transport: H3Transport}>

/**
 * Rejects only with the signal's reason; what was opened is closed again then.
 * @throws Error with `code` if no socket can be had, or the options make no sense
 */
export async function dialH3(options: H3DialOptions, events: QuicDialEvents, signal: AbortSignal): Promise<H3Dialed> {
  const {settings, leniency, clock} = options
  const dialed = await dialQuic(
    options,
    events,
    {
      use: (connection, endpoint) => {
        const h3 = new H3Connection(connection, {settings, ...(leniency && {leniency})}, () => undefined)
        return new H3Transport(h3, endpoint, clock)
      },
      start: ({h3}) => h3.start(),
    },
    signal,
  )
  if (dialed.kind !== 'connected') return dialed
  return {kind: 'connected', transport: dialed.user, handshake: dialed.handshake}
}
