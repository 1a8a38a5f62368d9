/**
 * What `masque doctor --json` prints, schema 1. It is no result document: it judges this machine and the way to a proxy,
 * never the proxy; but words, names and exit codes are the same.
 */
import {z} from 'zod'

const check = z.strictObject({
  /** Stable, for programs. */
  id: z.string(),
  /** `warning`: works, with a limit. `missing`: is not there. `failed`: is there, and does not work. */
  outcome: z.enum(['ok', 'warning', 'missing', 'failed']),
  /** Without it, what was asked for cannot be done: decides the exit code. */
  needed: z.boolean(),
  /** What was seen. */
  detail: z.string(),
  /** What that means, and for which commands; null if all is well. */
  meaning: z.string().nullable(),
  /** What to do about it; null if there is nothing to do. */
  next: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

export const doctorDocument = z.strictObject({
  schema: z.literal(1),
  tool: z.strictObject({
    name: z.literal('masque'),
    version: z.string(),
    engine: z.string().nullable(),
    node: z.string(),
    platform: z.string(),
  }),
  command: z.literal('doctor'),
  startedAt: z.string(),
  durationMs: z.number(),
  /** null: none was named, so nothing was sent beyond this host. */
  proxy: z.strictObject({template: z.string(), authority: z.string()}).nullable(),
  checks: z.array(check),
  summary: z.strictObject({ok: z.number(), warning: z.number(), missing: z.number(), failed: z.number()}),
  exitCode: z.number(),
})

export type DoctorDocument = z.infer<typeof doctorDocument>
export type Check = z.infer<typeof check>
