/**
 * A TCP handshake as far as its second step: whether anybody listens, who answers, and with which options. Nothing is
 * sent over it, and a reset says at once that we are not coming.
 */
import type {TcpFacts} from '../../report/ip-facts.js'
import {sleep} from '../../spec/clock.js'
import {toHex} from '../../wire/bytes.js'
import {FLAG, readOptions, writeOptions, type TcpOption, type TcpSegment} from '../../wire/tcp.js'
import {round} from '../../reach/phases.js'
import {IcmpErrors} from './errors.js'
import {tcpPacket, type Inner} from './packet.js'
import type {UdpEnd} from './udp-way.js'
import {HOP_LIMIT, port, type Vantage} from './vantage.js'

/** As RFC 6298 has it for who knows nothing: a second, then twice as long. */
const RETRY_MS = [1000, 2000, 4000] as const
/** Of packets of at most 1280 octets with either header. */
const MSS = 1220
const WINDOW_SHIFT = 7

interface Answer {
  readonly answer: TcpFacts['answer']
  readonly inner?: Inner
  readonly segment?: TcpSegment
  readonly atNs?: bigint
}

/** Waits no longer than `timeoutMs`; rejects never: interrupted, it tells what was seen so far. */
export async function tcpSyn(at: Vantage, to: UdpEnd, timeoutMs: number, signal: AbortSignal): Promise<TcpFacts> {
  const {session, source, clock, random} = at
  const ends = {source, destination: to.ip}
  const ports = {sourcePort: port(random), destinationPort: to.port}
  const initial = random.integer(2 ** 32)
  const errors = new IcmpErrors()
  const answered = new AbortController()
  let found: Answer = {answer: 'silent'}
  session.listen(({inner, atNs}) => {
    const seen = recognise(inner, {ends, ports, initial})
    if (!seen) return false
    if (inner.body.kind === 'icmp-error') errors.add(inner, inner.body)
    if (found.answer === 'silent') found = {...seen, inner, atNs}
    answered.abort()
    return true
  })
  const reset = (): void => {
    const segment = {...ports, flags: FLAG.RST, sequence: (initial + 1) >>> 0, window: 0}
    void session.tunnel.send(tcpPacket(ends, segment, HOP_LIMIT))
  }
  const syn = tcpPacket(
    ends,
    {...ports, flags: FLAG.SYN, sequence: initial, options: ourOptions(clock.now())},
    HOP_LIMIT,
  )
  const until = AbortSignal.any([signal, answered.signal])
  const began = clock.now()
  let [sent, sentAtNs] = [0, 0n]
  for (const retryMs of RETRY_MS) {
    const left = began + timeoutMs - clock.now()
    if (left <= 0 || until.aborted) break
    const atNs = clock.nowNs()
    if ((await session.tunnel.send(syn)) !== 'accepted') break
    sent++
    sentAtNs = atNs
    await sleep(clock, Math.min(retryMs, left), until).catch(() => undefined)
  }
  // Also where nothing came back: the answer may have been lost, and somebody waits for our third step.
  if (sent > 0 && found.answer !== 'refused') reset()
  return factsOf(to, found, {sent, sentAtNs, errors})
}

interface Sent {
  readonly ends: {readonly source: string; readonly destination: string}
  readonly ports: {readonly sourcePort: number; readonly destinationPort: number}
  readonly initial: number
}

/** undefined: not an answer to this handshake. */
function recognise({source, body}: Inner, {ends, ports, initial}: Sent): Omit<Answer, 'inner' | 'atNs'> | undefined {
  if (body.kind === 'icmp-error') {
    const quoted = body.quoted?.body
    const isOurs = quoted?.kind === 'tcp-head' && quoted.sourcePort === ports.sourcePort && quoted.sequence === initial
    return isOurs ? {answer: 'icmp'} : undefined
  }
  if (body.kind !== 'tcp' || source !== ends.destination) return undefined
  const {segment} = body
  if (segment.sourcePort !== ports.destinationPort || segment.destinationPort !== ports.sourcePort) return undefined
  // Only who saw the SYN knows the number.
  if (segment.acknowledgment !== (initial + 1) >>> 0) return undefined
  if ((segment.flags & FLAG.RST) !== 0) return {answer: 'refused', segment}
  return (segment.flags & (FLAG.SYN | FLAG.ACK)) === (FLAG.SYN | FLAG.ACK) ? {answer: 'open', segment} : undefined
}

/** What most systems send, so that what is taken away on the way is missed. */
function ourOptions(nowMs: number): Uint8Array {
  return writeOptions([
    {kind: 'mss', size: MSS},
    {kind: 'sack-permitted'},
    {kind: 'timestamps', value: Math.floor(nowMs) >>> 0, echo: 0},
    {kind: 'nop'},
    {kind: 'window-scale', shift: WINDOW_SHIFT},
  ])
}

function factsOf(
  {ip, port: number}: UdpEnd,
  {answer, inner, segment, atNs}: Answer,
  {sent, sentAtNs, errors}: {readonly sent: number; readonly sentAtNs: bigint; readonly errors: IcmpErrors},
): TcpFacts {
  const options = answer === 'open' && segment ? readOptions(segment.options) : undefined
  return {
    to: ip.includes(':') ? `[${ip}]:${number}` : `${ip}:${number}`,
    sent,
    answer,
    // Of more than one SYN nobody can tell which was answered.
    rttMs: atNs !== undefined && sent === 1 ? round(Number(atNs - sentAtNs) / 1e6) : null,
    hopLimit: segment && inner ? inner.hopLimit : null,
    window: answer === 'open' && segment ? segment.window : null,
    options: options?.filter(({kind}) => kind !== 'nop' && kind !== 'end').map(inWords) ?? null,
    errors: errors.facts,
  }
}

function inWords(option: TcpOption): string {
  switch (option.kind) {
    case 'mss':
      return `MSS ${option.size}`
    case 'window-scale':
      return `window scale ${option.shift}`
    case 'sack-permitted':
      return 'SACK permitted'
    case 'timestamps':
      return 'timestamps'
    case 'sack':
      return 'SACK'
    case 'end':
    case 'nop':
      return option.kind
    case 'other':
      return `option ${option.number}${option.data.length > 0 ? ` (${toHex(option.data)})` : ''}`
  }
}
