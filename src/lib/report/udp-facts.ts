/** The facts of `probe udp`: documented in docs/probe-udp.md, checked when a document is made or read. */
import {z} from 'zod'
import {httpVersion} from './document.js'
import {payloadFacts} from './payload-facts.js'
import {datagramFigures, known, outerFigures, seenMarks} from './shared-facts.js'

/** Of one road. */
export const roadFacts = z.strictObject({
  http: httpVersion,
  /** Its address. */
  road: z.string().nullable(),
  target: z.string().nullable(),
  answers: z.strictObject({reachable: known, accepted: known, carriesUp: known, carriesDown: known}),
  /** It carried up to this many of our datagrams, and then did not any more. */
  stoppedAfter: z.number().nullable(),
  /** Why it does not carry both ways, if it does not. */
  because: z.string().nullable(),
  datagrams: datagramFigures.nullable(),
  egress: z.strictObject(seenMarks).nullable(),
  carriers: z
    .strictObject({up: z.enum(['frame', 'capsule']).nullable(), down: z.array(z.enum(['frame', 'capsule']))})
    .nullable(),
  outer: outerFigures.nullable(),
  maxPayloadBytes: z.number().nullable(),
  /** The largest payloads each way; null: not examined. */
  payload: payloadFacts.nullable(),
  reportCameBy: z.enum(['tunnel', 'direct']).nullable(),
  tunnelEnding: z.string().nullable(),
  remarks: z.array(z.string()),
  notKnown: z.array(z.string()),
})

/** Those of the road that says most, and those of all, in the order of `roads` of the document. */
export const udpFacts = roadFacts.extend({embeddedProxy: z.boolean(), roads: z.array(roadFacts)})

export type RoadFacts = z.infer<typeof roadFacts>
export type UdpFacts = z.infer<typeof udpFacts>
