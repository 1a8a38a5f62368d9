/** What the facts of several probes have in common: made once, so that readers find the same under the same name. */
import {z} from 'zod'

export const known = z.enum(['yes', 'no', 'unknown'])

export const distribution = z.strictObject({min: z.number(), median: z.number(), p95: z.number(), max: z.number()})

export const datagramFigures = z.strictObject({
  sent: z.number(),
  received: z.number(),
  lost: z.number(),
  lostUp: z.number().nullable(),
  lostDown: z.number().nullable(),
  ownDrops: z.number(),
  duplicates: z.number(),
  reordered: z.number(),
  rttMs: distribution.nullable(),
  jitterMs: z.number().nullable(),
})

/** How packets of ours looked where they arrived; null: not observed. */
export const seenMarks = {
  address: z.string().nullable(),
  ttl: z.number().nullable(),
  tos: z.number().nullable(),
  ecn: z.enum(['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE']).nullable(),
  dscp: z.number().nullable(),
} as const

/** The connection to the proxy; null, each of them: that version of HTTP does not show it. */
export const outerFigures = z.strictObject({
  rttMs: z.strictObject({min: z.number(), smoothed: z.number()}).nullable(),
  mtu: z.number().nullable(),
  lostPackets: z.number().nullable(),
})
