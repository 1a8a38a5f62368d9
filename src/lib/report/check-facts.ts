/** What `masque check` found beside its verdicts: which versions are there, what was looked at, and what was not. */
import {z} from 'zod'
import {httpVersion} from './document.js'

/** Of one version of HTTP, before any requirement was looked at. */
const preflight = z.strictObject({
  http: httpVersion,
  /** `not-offered` and `not-authorised` have positive evidence; `unreachable` is silence, or worse. */
  state: z.enum(['offered', 'not-offered', 'not-authorised', 'unreachable']),
  /** Whether UDP tunnels are there, and carry; whether IP tunnels are. */
  udp: z.enum(['carries', 'accepted', 'refused', 'unknown']),
  ip: z.enum(['carries', 'accepted', 'refused', 'unknown']),
  detail: z.string(),
})

const counts = z.record(z.string(), z.number())

export const checkFacts = z.strictObject({
  kind: z.literal('check'),
  preflight: z.array(preflight),
  /** By document, in their order: how many results of each label. */
  documents: z.array(z.strictObject({document: z.string(), name: z.string(), labels: counts})),
  /** Requirements that were selected, and why others were not: `class slow`, `needs raw`, `not over HTTP/1.1`. */
  selected: z.number(),
  leftOut: z.array(z.strictObject({why: z.string(), requirements: z.number()})),
  /** The frozen set that was asked for; null: everything counts. */
  requirementSet: z.string().nullable(),
  /** Observations of an earlier run that was interrupted. */
  resumed: z.number(),
  /** Observations that there was no time for, or that somebody stopped; absent: none. */
  unreached: z.number().optional(),
  /**
   * Against the baseline: results that are listed, that are not, lines that are good now (each turns the exit code), and
   * lines that nothing was found for, with why: `ID HTTP: not looked at`. `updated`: it was written anew by this run.
   */
  baseline: z
    .strictObject({
      file: z.string(),
      known: z.number(),
      fresh: z.number(),
      stale: z.array(z.string()),
      unseen: z.array(z.string()),
      updated: z.boolean(),
    })
    .nullable(),
  /** Waivers that are over, or whose requirement is met now: each turns the exit code. */
  waivers: z.strictObject({file: z.string(), expired: z.array(z.string()), stale: z.array(z.string())}).nullable(),
})

export type CheckFacts = z.infer<typeof checkFacts>
export type Preflight = z.infer<typeof preflight>
