/**
 * What a tunnel brings, as events. Datagrams have a way of their own, so that a capsule whose rest does not come cannot
 * hide them; of capsules only the beginning is kept.
 */
import type {Tunnel, Unit} from '../../http/transport.js'
import * as capsule from '../../wire/capsule.js'
import {concat} from '../../wire/bytes.js'
import type {IpSession} from '../../tunnel/ip-session.js'
import {diff} from '../../tunnel/ip-state.js'
import {findReply} from './replies.js'
import type {Session} from './session.js'
import type {ShellTunnel} from './tunnel.js'

/** Of a capsule's value. */
const KEPT = 64 << 10
/** A capsule that takes longer is told of before it is whole. */
const PATIENCE_MS = 1000

export function receive(session: Session, made: ShellTunnel, tunnel: Tunnel): void {
  const {name, kind} = made
  tunnel.sink = {
    onDatagram(bytes, start, end, atNs, carrier) {
      const [payload, at] = [bytes.slice(start, end), BigInt(Math.round(atNs))]
      const reply = findReply(payload, name, at, session.events.backwards())
      if (reply) made.rttMs = reply.rttMs
      session.emit('received', name, {kind: 'datagram', carrier, payload, inner: kind, ...(reply && {reply})}, at)
    },
  }
  const capsules = readCapsules(session, made, tunnel)
  made.over = tunnel.ended.then(async ending => {
    // What came before the end is shown before it.
    await capsules
    made.ending = ending
    session.emit(ending.by === 'us' ? 'sent' : 'received', name, {kind: 'ended', ending})
  })
}

async function readCapsules(session: Session, made: ShellTunnel, tunnel: Tunnel): Promise<void> {
  const {name} = made
  for await (const unit of tunnel.received) {
    if (unit.kind === 'oversized') {
      const {length, head} = unit
      session.emit('received', name, {kind: 'capsule', type: capsule.DATAGRAM, length, value: head, isWhole: false})
    } else if (unit.kind === 'capsule') {
      await readCapsule(session, made, unit)
    }
  }
}

async function readCapsule(
  session: Session,
  made: ShellTunnel,
  {type, value: {length, pieces}}: Extract<Unit, {kind: 'capsule'}>,
): Promise<void> {
  const {name} = made
  const parts: Uint8Array[] = []
  let came = 0
  const cancel = session.clock.after(PATIENCE_MS, () => {
    session.emit('received', name, {kind: 'partial', type, length, came})
  })
  try {
    for await (const piece of pieces) {
      parts.push(piece.slice(0, KEPT - came))
      came += Math.min(piece.length, KEPT - came)
      if (came === KEPT) break
    }
  } finally {
    cancel()
  }
  const value = concat(...parts)
  session.emit('received', name, {kind: 'capsule', type, length, value, isWhole: BigInt(came) === length})
  if (made.ip && BigInt(came) === length) tellSession(session, made.ip, type, value, name)
}

/** What it means for the addresses and routes of the tunnel, and whether a polite client would have given it up. */
function tellSession(session: Session, ip: IpSession, type: bigint, value: Uint8Array, name: string): void {
  const before = ip.state
  const outcome = ip.received(type, value)
  for (const change of diff(before, ip.state)) session.note(change, name)
  if (typeof outcome === 'string' || !('breach' in outcome)) return
  session.note('a client must abort the tunnel for this (RFC 9484 section 4.7); it is kept open for you to look', name)
}
