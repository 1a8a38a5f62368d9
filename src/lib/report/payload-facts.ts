/** How large UDP payloads may be, each way: part of the facts of probes. Documented in docs/probe-udp.md. */
import {z} from 'zod'

const size = z.strictObject({
  bytes: z.number(),
  /** How often it was asked for, and how many of these our own side took. */
  tries: z.number(),
  accepted: z.number(),
  /** Whether they left us: what arrived did, what was not accepted did not. */
  left: z.enum(['yes', 'no', 'unknown']),
  /** How many questions reached the responder; null: it did not tell. */
  arrived: z.number().nullable(),
  /** How many answers came back. */
  returned: z.number(),
  /** What they came in. */
  cameIn: z.array(z.enum(['frame', 'capsule'])),
  /** How often the responder's own system refused to send an answer of this size. */
  refused: z.number(),
  /** How often the tunnel ended, or fell silent, while this size was the only thing under way. */
  endedTunnels: z.number(),
})

const way = z.strictObject({
  /** The largest that was carried; null: none was shown to be. */
  largestBytes: z.number().nullable(),
  /** The next larger one that was not, though smaller ones were before it and after it; null: there is none, or none is sure. */
  smallestLostBytes: z.number().nullable(),
  limitedBy: z.enum([
    'our-engine',
    'outer-path',
    'proxy-setting',
    'responder-system',
    'beyond-us',
    'search',
    'unknown',
  ]),
  /** The same in a sentence. */
  because: z.string(),
  /** From the whole, header by header, to the payload: the last is the sum of all before it. */
  sum: z.array(z.strictObject({what: z.string(), bytes: z.number()})).nullable(),
  /** Everything that was asked for, smallest first. */
  sizes: z.array(size),
})

const ways = z.strictObject({frame: way.nullable(), capsule: way.nullable()})

export const payloadFacts = z.strictObject({
  /** By what our datagrams, and the answers, travelled in; null: not examined. */
  up: ways,
  down: ways,
  /** All that was sent for it. */
  datagrams: z.number(),
  tunnels: z.number(),
  durationMs: z.number(),
})

export type PayloadFacts = z.infer<typeof payloadFacts>
export type PayloadWay = z.infer<typeof way>
export type PayloadSize = z.infer<typeof size>
