/**
 * What a run tells while it goes on: for the terminal as it happens, for `--format jsonl` one a line, and kept in saved
 * runs. Milliseconds since the first phase began are in `tMs`.
 */
import {z} from 'zod'
import {phase, phaseName} from './document.js'

const tMs = z.number()
const carrier = z.enum(['frame', 'capsule'])

/** A phase, or what comes after: greeting the responder, sending, waiting for answers, asking for its report, trying sizes. */
const doing = z.enum([...phaseName.options, 'greeting', 'sending', 'waiting', 'report', 'sizes'])

const reply = z.strictObject({
  event: z.literal('reply'),
  tMs,
  number: z.number(),
  rttMs: z.number(),
  bytes: z.number(),
  carrier,
  /** A copy of one that came before. */
  duplicate: z.boolean(),
  detail: z.string(),
})

/** Something that crossed the tunnel, with -vv. */
const wire = z.strictObject({
  event: z.literal('wire'),
  tMs,
  /** The event's number in the evidence, which every file of the run cites. */
  number: z.number(),
  tunnel: z.number(),
  direction: z.enum(['sent', 'received']),
  kind: z.enum(['request', 'response', 'datagram', 'capsule', 'raw', 'finish', 'abort', 'ended']),
  detail: z.string(),
  /** The beginning of a payload. */
  headHex: z.string().optional(),
  lengthBytes: z.number().optional(),
  /** Where in the tunnel's data stream. */
  offset: z.number().optional(),
})

export const runEvent = z.discriminatedUnion('event', [
  z.strictObject({event: z.literal('proxy'), tMs, template: z.string()}),
  z.strictObject({event: z.literal('road'), http: z.literal('3'), address: z.string(), tMs}),
  /** Something begins that may take as long as this. */
  z.strictObject({event: z.literal('doing'), tMs, what: doing, limitMs: z.number()}),
  z.strictObject({event: z.literal('phase'), tMs, ...phase.shape}),
  reply,
  /** A datagram of ours that did not leave. */
  z.strictObject({event: z.literal('unsent'), tMs, number: z.number(), outcome: z.string()}),
  wire,
  z.strictObject({event: z.literal('note'), tMs, text: z.string()}),
])

export type RunEvent = z.infer<typeof runEvent>
export type OnEvent = (event: RunEvent) => void
export type Doing = z.infer<typeof doing>
export type ReplyEvent = z.infer<typeof reply>
export type WireEvent = z.infer<typeof wire>
