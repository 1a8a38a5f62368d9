/** The facts of `probe webtransport`: documented in docs/probe-webtransport.md, checked when a document is made or read. */
import {z} from 'zod'
import {httpVersion} from './document.js'
import {datagramFigures, known} from './shared-facts.js'

const octets = z.number().nullable()
const carrier = z.enum(['frame', 'capsule'])

/** A tunnel or a session that was opened once, and what went there and back. */
const measured = z.strictObject({
  opened: z.enum(['yes', 'no', 'not-tried']),
  /** Datagrams went there and back until the end. */
  carries: known,
  because: z.string().nullable(),
  datagrams: datagramFigures.nullable(),
  /** How it ended, if it did so by itself. */
  ending: z.string().nullable(),
})

const times = {
  /** Without the other. */
  alone: measured,
  /** At the same time as the other: once, and more often where one of them failed. */
  beside: z.array(measured),
  /** Without the other again: the control. */
  after: measured,
}

export const webTransportFacts = z.strictObject({
  embeddedProxy: z.boolean(),
  conclusion: z.enum([
    'side-by-side',
    'tunnel-fails-beside-session',
    'session-fails-beside-tunnel',
    'not-offered',
    'refused',
    'undecided',
  ]),
  because: z.string(),
  tunnel: z.strictObject({
    http: httpVersion,
    target: z.string().nullable(),
    carrier: carrier.nullable(),
    /** The largest UDP payloads, each way: in frames, and in capsules. */
    payloadBytes: z.strictObject({upFrame: octets, downFrame: octets, upCapsule: octets, downCapsule: octets}),
    ...times,
  }),
  session: z.strictObject({
    http: httpVersion,
    path: z.string(),
    carrier,
    /** How the library was told whom to trust; null: it was not asked. */
    checkedBy: z.enum(['certificate-hash', 'node-roots']).nullable(),
    /** SETTINGS about WebTransport, with their values; null: no SETTINGS of this version were seen. */
    announced: z.array(z.strictObject({id: z.string(), value: z.string()})).nullable(),
    /** What our own HTTP says to the same request where the library's session did not open. */
    answer: z.strictObject({status: z.number().nullable(), detail: z.string()}).nullable(),
    /** What the library takes at most. */
    libraryLimitBytes: octets,
    largestEchoedBytes: octets,
    sizes: z.array(z.strictObject({bytes: z.number(), sent: z.number(), answered: z.number()})),
    ...times,
  }),
  library: z.strictObject({installed: z.boolean(), versions: z.array(httpVersion), missing: z.string().nullable()}),
  remarks: z.array(z.string()),
  notKnown: z.array(z.string()),
})

export type WebTransportFacts = z.infer<typeof webTransportFacts>
export type MeasuredFacts = z.infer<typeof measured>
