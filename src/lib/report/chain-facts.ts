/** The facts of `probe chain`: documented in docs/probe-chain.md, checked when a document is made or read. */
import {z} from 'zod'
import {httpVersion} from './document.js'
import {distribution, known} from './shared-facts.js'
import {roadFacts} from './udp-facts.js'

const octets = z.number().nullable()

const hop = z.strictObject({
  /** Host and port of the proxy. */
  proxy: z.string(),
  embedded: z.boolean(),
  /** null, this and what follows: not tried, as one before it does not carry. */
  http: httpVersion.nullable(),
  carries: known,
  because: z.string().nullable(),
  /** From the first packet to the response that opens the tunnel, all proxies before it included. */
  openedAfterMs: z.number().nullable(),
  /** From here to the responder, through all proxies up to this one, and how much the last of them adds. */
  rttMs: distribution.nullable(),
  addedRttMs: z.number().nullable(),
  /** In a closed loop of `window` small datagrams. */
  rate: z
    .strictObject({
      echoesPerSecond: z.number(),
      window: z.number(),
      payloadBytes: z.number(),
      sent: z.number(),
      answered: z.number(),
      durationMs: z.number(),
    })
    .nullable(),
  /** The largest UDP payloads behind this proxy, each way: in frames, and in capsules. */
  payloadBytes: z.strictObject({upFrame: octets, downFrame: octets, upCapsule: octets, downCapsule: octets}),
  /** What this proxy takes from the payload that the one before it leaves, upwards in frames. */
  takenBytes: octets,
  /** Whether QUIC, which needs 1200 octets both ways, fits behind this proxy. */
  quic: z.enum(['in-frames', 'in-capsules', 'no', 'unknown']),
})

export const chainFacts = z.strictObject({
  hops: z.array(hop),
  target: z.string().nullable(),
  /** Of each road, as `probe udp` has them. */
  roads: z.array(roadFacts),
})

export type ChainFacts = z.infer<typeof chainFacts>
export type ChainHopFacts = z.infer<typeof hop>
