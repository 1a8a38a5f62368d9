/**
 * A saved run (`--save`), schema 1: JSON lines. The first says what was run, each other is one event of the evidence,
 * the last one the result document; it is missing if the run was killed. One definition: what is written follows these
 * types, what is read is checked against them. Told in docs/evidence.md.
 */
import {z} from 'zod'
import {result, resultDocument, tool} from './document.js'
import {runEvent} from './run-event.js'

const header = z.tuple([z.string(), z.string()])
const direction = z.enum(['sent', 'received'])
const carrier = z.enum(['frame', 'capsule'])
/** Integers that may exceed 2^53. */
const big = z.string().regex(/^-?\d+$/)

/** Octets that are not kept themselves: the beginning tells what they are, the digest whether others are the same. */
const payload = {lengthBytes: z.number(), headHex: z.string(), sha256Hex: z.string()}

const begin = z.strictObject({
  kind: z.literal('run-begin'),
  schema: z.literal(1),
  tool,
  command: z.string(),
  seed: z.number(),
  /** ISO 8601, UTC: when `tNs` was 0. */
  startedAt: z.string(),
})

/** What crossed a tunnel. `offset`: where in the data stream it begins, null where it has no place there. */
const crossed = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('request'),
    method: z.string(),
    protocol: z.string().nullable(),
    scheme: z.string(),
    authority: z.string(),
    path: z.string(),
    /** Credentials are left out. */
    headers: z.array(header),
  }),
  z.strictObject({kind: z.literal('response'), status: z.number(), headers: z.array(header)}),
  z.strictObject({
    kind: z.literal('datagram'),
    carrier,
    offset: z.number().nullable(),
    ...payload,
    /** Of what we send, if it did not leave: why. */
    notSent: z.string().optional(),
  }),
  z.strictObject({kind: z.literal('capsule'), offset: z.number().nullable(), type: big, lengthBytes: big}),
  z.strictObject({kind: z.literal('raw'), ...payload}),
  z.strictObject({kind: z.literal('finish')}),
  /** Without a code where the version of HTTP has none. */
  z.strictObject({kind: z.literal('abort'), code: big.optional()}),
  z.strictObject({
    kind: z.literal('ended'),
    by: z.enum(['peer', 'us', 'network']),
    how: z.string(),
    scope: z.enum(['tunnel', 'connection']),
    code: big.optional(),
    detail: z.string(),
    /** What the peer itself said. */
    reason: z.string().optional(),
  }),
])

/** `tNs`: nanoseconds since the run began. */
const event = {number: z.number(), tNs: big}

export const savedLine = z.discriminatedUnion('kind', [
  begin,
  z.strictObject({
    ...event,
    kind: z.literal('connection'),
    connection: z.number(),
    local: z.string(),
    remote: z.string(),
    /** HTTP/2 or HTTP/1.1: octets in a stream are seen, and no packets. */
    overTcp: z.literal(true).optional(),
    /** Which of several TCP sockets, from 2; absent: the first. */
    socket: z.number().optional(),
    /** The requirement it was opened for, if for one alone. */
    about: z.string().optional(),
  }),
  z.strictObject({
    ...event,
    kind: z.literal('outer'),
    connection: z.number(),
    direction,
    tos: z.number(),
    /** Of `tos` only the two ECN bits were observed. */
    ecnOnly: z.literal(true).optional(),
    /** null: not observed. */
    ttl: z.number().nullable(),
    ...payload,
  }),
  /** Octets of a TCP connection, with their place in it, or the end of a direction. */
  z.strictObject({
    ...event,
    kind: z.literal('stream'),
    connection: z.number(),
    socket: z.number().optional(),
    direction,
    offset: z.number(),
    what: z.enum(['bytes', 'fin', 'reset']),
    ...payload,
  }),
  z.strictObject({
    ...event,
    kind: z.literal('tunnel'),
    connection: z.number(),
    tunnel: z.number(),
    /** What the tunnel leads to; of an IP tunnel, its scope. */
    target: z.string(),
    /** IP packets cross it; absent: UDP payloads. */
    inside: z.literal('ip').optional(),
    direction,
    what: crossed,
    /** The requirement that was looked at through it. */
    about: z.string().optional(),
  }),
  z.strictObject({...event, kind: z.literal('run'), event: runEvent}),
  /** `seen`: the facts of the observation that counts; absent: the verdict was not made of any. */
  z.strictObject({...event, kind: z.literal('looked'), result, seen: z.unknown().optional()}),
  z.strictObject({...event, kind: z.literal('document'), document: resultDocument}),
])

export type SavedLine = z.infer<typeof savedLine>
export type SavedBegin = z.infer<typeof begin>
export type SavedCrossing = z.infer<typeof crossed>
