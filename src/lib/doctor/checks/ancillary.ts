/** What the kernel tells beside the payload: asked for everywhere, but delivered? Seen on the loopback interface. */
import type {ArrivedPacket, Net, UdpPathError} from '../../net/net.js'
import {deadline, type Clock} from '../../spec/clock.js'
import type {Context} from '../context.js'
import {failed, ok, warning, type Finding} from '../finding.js'
import {noEngine} from './loopback.js'

const TOS = 0x6a
const TTL = 42
const TIMEOUT_MS = 1000

export async function ancillary({engine, signal}: Context): Promise<Finding> {
  if (engine.kind === 'missing') return noEngine()
  const {net, clock} = engine.platform
  const packet = await crossing(net, clock, signal)
  if (!packet) {
    return failed({
      detail: 'a datagram to 127.0.0.1 did not arrive',
      meaning: 'UDP does not work on this machine itself',
      next: 'look for a local firewall or a sandbox',
    })
  }
  const error = await refusal(net, clock, signal)
  const seen = {
    tos: packet.tos === TOS,
    ttl: packet.ttl === TTL,
    time: packet.plausibleTime,
    errorQueue: error?.error === 'ECONNREFUSED',
  }
  const lost = Object.entries({TOS: seen.tos, TTL: seen.ttl, 'receive time': seen.time, 'error queue': seen.errorQueue})
    .filter(([, good]) => !good)
    .map(([name]) => name)
  if (lost.length === 0) return ok('TOS, TTL, receive time and ICMP errors are delivered', seen)
  return warning({
    detail: `not delivered: ${lost.join(', ')}`,
    meaning:
      'probe udp cannot tell what became of ECN and TTL, or takes a closed port for silence: it will say that it does not know',
    next: 'some sandboxes and old kernels keep this to themselves: run it outside of them',
    facts: seen,
  })
}

interface Crossed {
  readonly tos: number | undefined
  readonly ttl: number | undefined
  /** Taken between sending and looking: not made up, and on our clock. */
  readonly plausibleTime: boolean
}

async function crossing(net: Net, clock: Clock, signal: AbortSignal): Promise<Crossed | undefined> {
  const before = Number(clock.nowNs())
  return heard<Crossed>(clock, signal, async found => {
    const receiver = net.udp({local: '127.0.0.1:0'}, {onPacket: packet => found(read(packet, before, clock))})
    const sender = net.udp(
      {local: '127.0.0.1:0', remote: receiver.localAddress, tos: TOS, ttl: TTL},
      {onPacket: () => undefined},
    )
    sender.send(new Uint8Array([1]))
    return [receiver, sender]
  })
}

function read({tos, ttl, atNs}: ArrivedPacket, beforeNs: number, clock: Clock): Crossed {
  return {tos, ttl, plausibleTime: atNs >= beforeNs && atNs <= Number(clock.nowNs())}
}

/** A port that was ours a moment ago is closed. */
async function refusal(net: Net, clock: Clock, signal: AbortSignal): Promise<UdpPathError | undefined> {
  const gone = net.udp({local: '127.0.0.1:0'}, {onPacket: () => undefined})
  const remote = gone.localAddress
  await gone[Symbol.asyncDispose]()
  return heard<UdpPathError>(clock, signal, async found => {
    const sender = net.udp({local: '127.0.0.1:0', remote}, {onPacket: () => undefined, onPathError: found})
    sender.send(new Uint8Array([1]))
    return [sender]
  })
}

async function heard<T>(
  clock: Clock,
  signal: AbortSignal,
  listen: (found: (value: T) => void) => Promise<readonly AsyncDisposable[]>,
): Promise<T | undefined> {
  using limit = deadline(clock, TIMEOUT_MS, signal)
  let sockets: readonly AsyncDisposable[] = []
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      limit.signal.addEventListener('abort', () => resolve(undefined), {once: true})
      listen(resolve).then(opened => (sockets = opened), reject)
    })
  } finally {
    await Promise.all(sockets.map(socket => socket[Symbol.asyncDispose]()))
  }
}
