/**
 * What a session sends, on its way to a tunnel: told as an event, and kept back while `hold` is on, so that several
 * things can go out together.
 */
import type {Carrier, SendOutcome, Tunnel} from '../../http/transport.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import {concat} from '../../wire/bytes.js'
import * as capsule from '../../wire/capsule.js'
import * as frame from '../../wire/h3-frame.js'
import {outcomeWords} from '../decode/describe.js'
import type {Breach} from './event.js'
import {DONE, failed, UserError, type Outcome} from './outcome.js'
import type {Session} from './session.js'
import type {ShellTunnel} from './tunnel.js'

export type Sending =
  /** An HTTP Datagram, Context ID included; `carrier` if not as the tunnel would have it. */
  | {readonly send: 'datagram'; readonly payload: Uint8Array; readonly carrier: Carrier | undefined}
  | {readonly send: 'capsule'; readonly type: bigint; readonly value: Uint8Array}
  /** Octets of the data stream, spoilt capsules above all. */
  | {readonly send: 'data'; readonly bytes: Uint8Array; readonly meant: string; readonly breaks: readonly Breach[]}
  /** Octets of the stream below: over HTTP/3 that is outside of DATA frames. */
  | {readonly send: 'stream'; readonly bytes: Uint8Array; readonly meant: string; readonly breaks: readonly Breach[]}

export interface Held {
  readonly made: ShellTunnel
  readonly sending: Sending
}

/** @throws UserError for a tunnel that is not open */
export async function sendOn(
  session: Session,
  made: ShellTunnel,
  sending: Sending,
  signal: AbortSignal,
): Promise<Outcome> {
  const tunnel = openTunnelOf(made)
  if (session.held) {
    session.held.push({made, sending})
    return DONE
  }
  if (sending.send === 'datagram' && (sending.carrier ?? tunnel.carrier) === 'frame') {
    const atNs = session.clock.nowNs()
    const outcome = await tunnel.send({kind: 'datagram', payload: sending.payload, carrier: 'frame'})
    tell(session, made, sending, 'frame', outcome, atNs)
    return outcome === 'accepted' ? DONE : failed(`not sent on ${made.name}: ${outcomeWords(outcome)}`)
  }
  const {name} = made
  tell(session, made, sending, 'capsule')
  return taken(session, name, writeDown(tunnel, made, sending), signal)
}

/** @throws UserError */
export function openTunnelOf({name, tunnel, ending, state}: ShellTunnel): Tunnel {
  if (tunnel && !ending) return tunnel
  throw new UserError(`${name} is not open (${state}): open another one, or use one that is`)
}

/** Everything that was held, as close together as it goes: datagrams in one batch, octets of a stream in one write. */
export async function flush(session: Session, signal: AbortSignal): Promise<Outcome> {
  const held = session.held ?? []
  session.held = undefined
  for (const made of new Set(held.map(({made: of}) => of))) {
    const tunnel = openTunnelOf(made)
    const all = held.filter(item => item.made === made).map(({sending}) => sending)
    const outcome = await flushOn(session, made, tunnel, all, signal)
    if (outcome.outcome !== 'done') return outcome
  }
  return DONE
}

async function flushOn(
  session: Session,
  made: ShellTunnel,
  tunnel: Tunnel,
  all: readonly Sending[],
  signal: AbortSignal,
): Promise<Outcome> {
  const inFrame = (sending: Sending): boolean =>
    sending.send === 'datagram' && (sending.carrier ?? tunnel.carrier) === 'frame'
  const batch = tunnel.batch(new Uint8Array(0))
  for (const sending of all) {
    if (sending.send !== 'datagram' || !inFrame(sending)) continue
    tell(session, made, sending, 'frame')
    batch.add(sending.payload, 0, sending.payload.length)
  }
  const {dropped, why} = batch.flush()
  const rest = all.filter(sending => !inFrame(sending))
  for (const sending of rest) tell(session, made, sending, 'capsule')
  const bytes = concat(...rest.map(sending => streamOctets(made, sending)))
  const outcome = bytes.length === 0 ? DONE : await taken(session, made.name, tunnel.raw(bytes), signal)
  if (dropped === 0) return outcome
  return failed(`${dropped} datagrams were not sent on ${made.name}: ${outcomeWords(why ?? 'queueFull')}`)
}

function writeDown(tunnel: Tunnel, made: ShellTunnel, sending: Sending): Promise<boolean> {
  switch (sending.send) {
    case 'datagram':
      return accepted(tunnel.send({kind: 'datagram', payload: sending.payload, carrier: 'capsule'}))
    case 'capsule':
      return accepted(tunnel.send({kind: 'capsule', type: sending.type, value: sending.value}))
    case 'data':
    case 'stream':
      return tunnel.raw(streamOctets(made, sending))
  }
}

async function accepted(outcome: Promise<SendOutcome>): Promise<boolean> {
  return (await outcome) === 'accepted'
}

/** As it goes onto the stream of this version of HTTP. */
export function streamOctets({outer}: Pick<ShellTunnel, 'outer'>, sending: Sending): Uint8Array {
  const framed = (bytes: Uint8Array): Uint8Array => (outer.http === '3' ? frame.write(frame.DATA, bytes) : bytes)
  switch (sending.send) {
    case 'datagram':
      return framed(capsule.write(capsule.DATAGRAM, sending.payload))
    case 'capsule':
      return framed(capsule.write(sending.type, sending.value))
    case 'data':
      return framed(sending.bytes)
    case 'stream':
      return sending.bytes
  }
}

/** A peer that gives no window can hold a stream for ever. */
async function taken(session: Session, name: string, writing: Promise<boolean>, signal: AbortSignal): Promise<Outcome> {
  const timeoutMs = session.sticky.get('timeoutMs')
  using limit = deadline(session.clock, timeoutMs, signal)
  try {
    const isTaken = await unlessAborted(writing, limit.signal)
    return isTaken ? DONE : failed(`${name} takes no more octets`)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    return failed(`the stream of ${name} took not all of it within ${timeoutMs / 1000} s: the peer gives no credit`)
  }
}

function tell(
  session: Session,
  {name, kind}: ShellTunnel,
  sending: Sending,
  carrier: Carrier,
  outcome?: SendOutcome,
  atNs?: bigint,
): void {
  switch (sending.send) {
    case 'datagram': {
      const {payload} = sending
      const what = {kind: 'datagram', carrier, payload, inner: kind, ...(outcome !== undefined && {outcome})} as const
      session.emit('sent', name, what, atNs)
      break
    }
    case 'capsule': {
      const {type, value} = sending
      session.emit('sent', name, {kind: 'capsule', type, value, length: BigInt(value.length), isWhole: true})
      break
    }
    case 'data':
    case 'stream': {
      const {bytes, meant, breaks} = sending
      session.emit('sent', name, {kind: 'octets', bytes, meant, breaks})
    }
  }
}
