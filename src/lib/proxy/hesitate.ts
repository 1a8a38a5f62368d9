/** Time that passes before a proxy answers, where its policy takes some: shorter if the client does not wait for it. */
import type {IncomingRequest} from '../http/transport.js'
import {sleep, type Clock} from '../spec/clock.js'

export async function hesitate(incoming: IncomingRequest, clock: Clock, ms: number): Promise<void> {
  const gone = new AbortController()
  void incoming.ended.then(() => {
    gone.abort()
  })
  await sleep(clock, ms, gone.signal).catch(() => undefined)
}
