/**
 * What a run tells while it goes on: for the terminal as it happens, for `--format jsonl` one a line, and kept in saved
 * runs. Milliseconds since the first phase began are in `tMs`.
 */
import {z} from 'zod'
import {httpVersion, phase, phaseName, result, viability} from './document.js'
import {echoFacts, ipSession, reconnectFacts, sessionsFacts, tcpFacts, traceFacts} from './ip-facts.js'

/** `road`: which one it is about, by the number of its `road` event; absent: all of them, or none. */
const common = {tMs: z.number(), road: z.number().optional()}
const carrier = z.enum(['frame', 'capsule'])

/**
 * A phase, or what comes after: greeting the responder, sending, waiting for answers, asking for its report, trying sizes;
 * of an IP session also waiting for addresses, following the way, opening more of them, coming back.
 */
const doing = z.enum([
  ...phaseName.options,
  'greeting',
  'sending',
  'waiting',
  'report',
  'sizes',
  'addresses',
  'trace',
  'sessions',
  'reconnect',
])

const reply = z.strictObject({
  event: z.literal('reply'),
  ...common,
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
  ...common,
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
  z.strictObject({event: z.literal('proxy'), ...common, template: z.string()}),
  /** A road begins. Several may be under way at a time. */
  z.strictObject({event: z.literal('road'), ...common, http: httpVersion, address: z.string()}),
  /** It is over. `facts`: what was found on it, as in the result; each command has its own. */
  z.strictObject({
    event: z.literal('road-end'),
    ...common,
    http: httpVersion,
    address: z.string().nullable(),
    viability,
    facts: z.record(z.string(), z.unknown()),
  }),
  /** Something begins that may take as long as this. */
  z.strictObject({event: z.literal('doing'), ...common, what: doing, limitMs: z.number()}),
  z.strictObject({event: z.literal('phase'), ...common, ...phase.shape}),
  reply,
  /** A datagram of ours that did not leave. */
  z.strictObject({event: z.literal('unsent'), ...common, number: z.number(), outcome: z.string()}),
  wire,
  z.strictObject({event: z.literal('note'), ...common, text: z.string()}),
  // What was found in an IP session, as soon as it was: the same as in the result.
  z.strictObject({event: z.literal('session'), ...common, session: ipSession}),
  z.strictObject({event: z.literal('echo'), ...common, echo: echoFacts}),
  z.strictObject({event: z.literal('tcp'), ...common, tcp: tcpFacts}),
  z.strictObject({event: z.literal('trace'), ...common, trace: traceFacts}),
  z.strictObject({event: z.literal('sessions'), ...common, sessions: sessionsFacts}),
  z.strictObject({event: z.literal('reconnect'), ...common, reconnect: reconnectFacts}),
  /**
   * Of a check: a requirement is being looked at. Of `total` observations `done` are over; all of them together may take
   * `limitMs` more.
   */
  z.strictObject({
    event: z.literal('checking'),
    ...common,
    id: z.string(),
    http: httpVersion,
    done: z.number(),
    total: z.number(),
    limitMs: z.number(),
  }),
  /** What came of a requirement, as soon as it was known: the same as in the result document. */
  z.strictObject({event: z.literal('result'), ...common, result}),
  /** A line of a shell session or a script, before it runs. */
  z.strictObject({event: z.literal('line'), ...common, text: z.string()}),
  /** What became of it, if there is something to say. */
  z.strictObject({
    event: z.literal('outcome'),
    ...common,
    text: z.string(),
    outcome: z.enum(['failed', 'met', 'violated', 'undecided', 'silent']),
    detail: z.string(),
  }),
  /** What a shell session shows, as it happens: the number is the session's. */
  z.strictObject({
    event: z.literal('shown'),
    ...common,
    number: z.number(),
    direction: z.enum(['sent', 'received', 'local']),
    tunnel: z.string().nullable(),
    kind: z.string(),
    text: z.string(),
  }),
])

export type RunEvent = z.infer<typeof runEvent>
export type OnEvent = (event: RunEvent) => void
export type Doing = z.infer<typeof doing>
export type ReplyEvent = z.infer<typeof reply>
export type WireEvent = z.infer<typeof wire>
/** Of an IP session. */
export type FindingEvent = Extract<RunEvent, {event: 'session' | 'echo' | 'tcp' | 'trace' | 'sessions' | 'reconnect'}>
