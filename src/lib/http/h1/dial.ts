/** From an address to HTTP/1.1: the first connection tells how it went, step by step; later ones are dialled the same way. */
import {dialStream, type StreamDialed, type StreamDialEvents, type StreamDialOptions} from '../../net/stream/dial.js'
import type {Ending} from '../ending.js'
import {H1Transport} from './client.js'
import type {TargetForm} from './messages.js'

export interface H1DialOptions extends StreamDialOptions {
  readonly form?: TargetForm
}

type Connected = Extract<StreamDialed, {kind: 'connected'}>

export type H1Dialed = (Connected & {readonly transport: H1Transport}) | Extract<StreamDialed, {kind: 'failed'}>

/**
 * Rejects only with the signal's reason.
 * @param events asked for anew for each connection
 * @throws NetError ERR_CONFIG if the options make no sense
 */
export async function dialH1(
  options: H1DialOptions,
  events: () => StreamDialEvents,
  signal: AbortSignal,
): Promise<H1Dialed> {
  const first = await dialStream(options, events(), signal)
  if (first.kind === 'failed') return first
  const transport = new H1Transport({
    clock: options.clock,
    first: first.stream,
    ...(options.form && {form: options.form}),
    dial: async itsSignal => {
      const dialed = await dialStream(options, events(), itsSignal)
      return dialed.kind === 'connected' ? dialed.stream : endingOfDial(dialed)
    },
  })
  return {...first, transport}
}

/** Where there was a connection before: that there is none now is told in a sentence. */
function endingOfDial(failed: Extract<StreamDialed, {kind: 'failed'}>): Ending {
  const {stage, failure} = failed
  const detail = `no further connection could be had: ${stage === 'tcp' ? 'TCP' : 'TLS'} failed (${failure.why})`
  return {by: 'network', how: 'connection-closed', scope: 'connection', detail}
}
