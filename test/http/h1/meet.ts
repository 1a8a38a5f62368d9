/** A client of ours that meets a bad HTTP/1.1 server: in memory, on a virtual clock, with everything counted that it took in. */
import {H1Transport} from '../../../src/lib/http/h1/client.js'
import {inWords, type Ending} from '../../../src/lib/http/ending.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {deadline, TimeoutError} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {openUdp} from '../../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../../src/lib/tunnel/template.js'
import {toLatin1} from '../../../src/lib/wire/bytes.js'
import {Guest, type Script} from '../../support/bad-server/h1.js'

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
