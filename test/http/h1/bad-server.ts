/**
 * A scripted HTTP/1.1 server that is bad in one point, and a client of ours that meets it: in memory, on a virtual clock,
 * with everything counted that the client took in.
 */
import {H1Transport} from '../../../src/lib/http/h1/client.js'
import {H1Wire} from '../../../src/lib/http/h1/wire.js'
import {inWords, type Ending} from '../../../src/lib/http/ending.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {deadline, sleep, TimeoutError} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {openUdp} from '../../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../../src/lib/tunnel/template.js'
import {toLatin1} from '../../../src/lib/wire/bytes.js'
import {ascii} from '../../support/bytes.js'

export class Guest {
  readonly wire: H1Wire

  constructor(
    readonly stream: H1Wire['stream'],
    private readonly clock: VirtualClock,
  ) {
    this.wire = new H1Wire(stream)
  }

  /** Waits for the request. */
  async greet(): Promise<this> {
    await this.wire.readHead('request')
    return this
  }

  /** Text, or octets. False: nobody takes them any more. */
  say(what: string | Uint8Array): Promise<boolean> {
    return this.wire.write(typeof what === 'string' ? ascii(what) : what)
  }

  /** A response that opens the tunnel, and what is to follow at once. */
  accept(rest: Uint8Array = new Uint8Array(0), fields = ''): Promise<boolean> {
    const head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n${fields}\r\n`
    return this.say(Buffer.concat([ascii(head), rest]))
  }

  async forever(what: string | Uint8Array, everyMs = 0): Promise<void> {
    while (await this.say(what)) if (everyMs > 0) await sleep(this.clock, everyMs)
  }

  /** Time for what was said to arrive. */
  pause(ms = 100): Promise<void> {
    return sleep(this.clock, ms)
  }

  finish(): Promise<void> {
    this.stream.end()
    return Promise.resolve()
  }

  reset(): Promise<void> {
    this.stream.reset()
    return Promise.resolve()
  }
}

export type Script = (guest: Guest) => Promise<unknown>

/** What came of it, in one line; what the client took in. */
export interface Met {
  readonly outcome: string
  readonly receivedBytes: number
  readonly tookMs: number
  readonly remarks: readonly string[]
  readonly sentBytes: number
}

const PATIENCE_MS = 5000
export const template = parseTemplate(defaultTemplate('proxy.example'))
export const target = parseTarget('192.0.2.7:7')

export async function meet(script: Script): Promise<Met> {
  const clock = new VirtualClock()
  const bytes = {received: 0, sent: 0}
  const {client, server} = streamPair(clock, seeded(1), {
    delayMs: 1,
    onEvent: (side, event) => {
      if (side === 'client' && event.kind === 'bytes') bytes[event.direction] += event.bytes.length
    },
  })
  const nobody: Ending = {by: 'network', how: 'connection-closed', scope: 'connection', detail: 'nobody is there'}
  const transport = new H1Transport({clock, first: client, dial: () => Promise.resolve(nobody)})
  const serving = script(new Guest(server, clock))
  const outcome = await clock.run(told(transport, clock))
  const tookMs = clock.now()
  await clock.run(transport[Symbol.asyncDispose]())
  server.destroy()
  await clock.run(serving)
  await clock.advance(1000)
  if (clock.pendingTimers > 0) throw new Error('a timer is left')
  return {outcome, receivedBytes: bytes.received, sentBytes: bytes.sent, tookMs, remarks: [...transport.remarks]}
}

async function told(transport: H1Transport, clock: VirtualClock): Promise<string> {
  using limit = deadline(clock, PATIENCE_MS)
  try {
    const opened = await openUdp(transport, {template, target}, limit.signal)
    switch (opened.kind) {
      case 'failed':
        return ending(opened.ending)
      case 'malformed':
        return `malformed success: ${opened.problem}`
      case 'refused': {
        const {status, problem, body} = opened.refusal
        const content = toLatin1(await body)
        return `refused: ${status}, ${content.length > 20 ? content.length : JSON.stringify(content)}${problem ? `, ${problem}` : ''}`
      }
      case 'tunnel': {
        let arrived = 0
        const stop = clock.after(PATIENCE_MS, () => opened.udp.tunnel.abort('cancelled'))
        for await (const _ of opened.udp.received()) arrived++
        stop()
        return `tunnel, ${arrived} datagrams, ${ending(await opened.udp.ended)}`
      }
    }
  } catch (error) {
    if (error instanceof TimeoutError) return 'timed out'
    throw error
  }
}

function ending(ending: Ending): string {
  return `${ending.by} ${ending.how}: ${inWords(ending)}`
}
