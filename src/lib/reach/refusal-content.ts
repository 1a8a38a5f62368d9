/** The reason that a refusal gives in words, where it has some: many servers explain themselves nowhere else. */
import type {Refusal} from '../http/transport.js'
import {deadline, TimeoutError, unlessAborted, type Clock} from '../spec/clock.js'

/** It follows its head at once, or is not worth the wait. */
const WAIT_MS = 1000
const LONGEST = 200
/** Pages for people are long, and their words are not about tunnels. */
const PLAIN = /^(text\/plain|application\/([\w.-]+\+)?json)\s*(;|$)/i

/** A clause on what the content says; undefined if there are no plain words. Rejects only with the signal's reason. */
export async function contentWords(refusal: Refusal, clock: Clock, signal: AbortSignal): Promise<string | undefined> {
  if (!PLAIN.test(field(refusal, 'content-type') ?? '')) return undefined
  using limit = deadline(clock, WAIT_MS, signal)
  try {
    const bytes = await unlessAborted(refusal.body, limit.signal)
    const words = new TextDecoder().decode(bytes).trim().replaceAll(/\s+/g, ' ')
    if (words === '') return undefined
    return `its answer says: ${words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}`
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    const length = field(refusal, 'content-length')
    const announced = length === undefined || !/^\d+$/.test(length) ? 'content' : `${length} octets of content`
    return `its answer announces ${announced}, which had not all come ${WAIT_MS / 1000} s later`
  }
}

function field({headers}: Refusal, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}
