/** What `masque diff --json` prints, schema 1: two runs side by side, and what changed from one to the other. */
import {z} from 'zod'
import {LABELS} from '../../spec/verdict.js'
import {httpVersion, tool} from '../document.js'

const run = z.strictObject({
  file: z.string(),
  tool,
  command: z.string(),
  startedAt: z.string(),
  template: z.string(),
  verdict: z.enum(['met', 'violated', 'inconclusive', 'broken', 'interrupted']),
  exitCode: z.number(),
  /** The frozen set that counted; null: everything did, or the command has none. */
  requirementSet: z.string().nullable(),
})

/**
 * `worse`: bad now, and was not; or something carried and does not. `better`: the reverse. `undecided`: it was decided, and
 * is not any more: lost, unreachable, a mistake of ours; that accuses nobody. `changed`: neither. `reason`: the same, and why
 * is another. `added` and `removed`: looked at in one of the runs only.
 */
export const CHANGES = ['worse', 'undecided', 'better', 'changed', 'reason', 'added', 'removed'] as const
const change = z.enum(CHANGES)

const side = z.strictObject({
  label: z.enum(LABELS),
  because: z.string(),
  /** Whether the run counted it. */
  scored: z.boolean(),
})

export const diffDocument = z.strictObject({
  schema: z.literal(1),
  tool,
  command: z.literal('diff'),
  before: run,
  after: run,
  /** What else differs, so that the runs may not be comparable: version of masque, engine, command, proxy, set. */
  surroundings: z.array(z.strictObject({what: z.string(), before: z.string(), after: z.string()})),
  /** Ways to the proxy, and what is there: states in words. */
  ways: z.array(
    z.strictObject({
      change,
      http: httpVersion,
      what: z.enum(['road', 'offer', 'udp', 'ip']),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  results: z.array(
    z.strictObject({
      change,
      id: z.string(),
      http: httpVersion.optional(),
      title: z.string().optional(),
      before: side.nullable(),
      after: side.nullable(),
      explain: z.string().optional(),
    }),
  ),
  /** How many there are of each label, by requirement and version: those that count. */
  labels: z.array(z.strictObject({label: z.enum(LABELS), before: z.number(), after: z.number()})),
  /** Results that are in both runs. */
  compared: z.number(),
  outcome: z.enum(['no-worse', 'worse', 'undecided']),
  exitCode: z.number(),
})

export type DiffDocument = z.infer<typeof diffDocument>
export type Change = z.infer<typeof change>
export type DiffResult = DiffDocument['results'][number]
export type DiffWay = DiffDocument['ways'][number]
