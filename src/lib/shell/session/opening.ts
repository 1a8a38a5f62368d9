/** Opening a tunnel: the request goes out as it was put together, and whatever comes back is shown, right or wrong. */
import type {Opened} from '../../http/transport.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import {successProblem} from '../../tunnel/connect-udp.js'
import type {ScopeLead} from '../../evidence/event.js'
import type {Target} from '../../tunnel/target.js'
import type {TunnelRequest} from '../../http/transport.js'
import type {Outer} from '../outer/outer.js'
import {DONE, failed, type Outcome} from './outcome.js'
import {receive} from './receiving.js'
import type {Session} from './session.js'
import {ShellTunnel} from './tunnel.js'

export interface Wish {
  readonly name: string
  readonly kind: ShellTunnel['kind']
  readonly label: string
  readonly target: Target | ScopeLead
  readonly request: TunnelRequest
  readonly timeoutMs: number
}

/** As much of a refusal's content as is waited for. */
const CONTENT_WAIT_MS = 1000

export async function openTunnel(session: Session, outer: Outer, wish: Wish, signal: AbortSignal): Promise<Outcome> {
  const {name, kind, label, request, target, timeoutMs} = wish
  const made = new ShellTunnel(name, kind, label, outer, request, outer.requests)
  session.tunnels.add(made)
  session.emit('sent', name, {kind: 'request', request, label: `CONNECT-${kind.toUpperCase()} ${label}`})
  using limit = deadline(session.clock, timeoutMs, signal)
  try {
    return await answered(session, made, await outer.open(request, target, limit.signal), signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    made.ending = {by: 'us', how: 'aborted', scope: 'tunnel', detail: `no response within ${timeoutMs / 1000} s`}
    session.emit('sent', name, {kind: 'ended', ending: made.ending})
    return failed(`${name}: no response within ${timeoutMs / 1000} s, so we cancelled the request`, name)
  }
}

async function answered(session: Session, made: ShellTunnel, opened: Opened, signal: AbortSignal): Promise<Outcome> {
  const {name} = made
  if (opened.kind === 'failed') {
    made.ending = opened.ending
    session.emit('received', name, {kind: 'ended', ending: opened.ending})
    return failed(`${name} did not open: ${opened.ending.detail}`, name)
  }
  for (const head of opened.interim) session.emit('received', name, {kind: 'interim', head})
  if (opened.kind === 'refused') {
    const {status, headers, body} = opened.refusal
    made.response = {status, headers}
    session.emit('received', name, {kind: 'response', head: made.response, accepted: false})
    await tellContent(session, name, body, signal)
    return failed(`${name} was refused with ${status}`, name)
  }
  const {tunnel} = opened
  made.tunnel = tunnel
  made.response = {status: tunnel.status, headers: tunnel.headers}
  session.emit('received', name, {kind: 'response', head: made.response, accepted: true})
  const problem = successProblem(tunnel)
  if (problem !== undefined) {
    session.note(`${problem}: a client must treat this response as malformed; it is kept open for you to look`, name)
  }
  receive(session, made, tunnel)
  return DONE
}

async function tellContent(
  session: Session,
  name: string,
  body: Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  using limit = deadline(session.clock, CONTENT_WAIT_MS, signal)
  try {
    const bytes = await unlessAborted(body, limit.signal)
    if (bytes.length > 0) session.emit('received', name, {kind: 'content', bytes})
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    session.note('the content of the answer had not all come a second later', name)
  }
}
