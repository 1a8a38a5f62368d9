/**
 * The result document, schema 1: what `--json` prints and every other format is made from. One definition; types,
 * checks and the published JSON Schema follow from it. Names are camelCase, units are in names, integers that may
 * exceed 2^53 are strings. A change here is a change of interface.
 */
import {z} from 'zod'
import {LABELS} from '../spec/verdict.js'

const fault = z.enum(['you', 'network', 'proxy', 'target', 'masque', 'unknown'])

const diagnosis = z.strictObject({
  /** Stable, for programs. */
  code: z.string(),
  meaning: z.string(),
  fault,
  /** What to do next. */
  next: z.string(),
})

export const phaseName = z.enum([
  'names',
  'via',
  'udp',
  'quic',
  'tcp',
  'tls',
  'certificate',
  'alpn',
  'settings',
  'request',
  'response',
])

export const phase = z.strictObject({
  phase: phaseName,
  outcome: z.enum(['ok', 'failed']),
  /** Since the command began. */
  startMs: z.number(),
  durationMs: z.number(),
  detail: z.string(),
  diagnosis: diagnosis.optional(),
})

const header = z.tuple([z.string(), z.string()])

const setting = z.strictObject({id: z.string(), name: z.string(), value: z.string()})
const transportParameter = z.strictObject({
  id: z.string(),
  name: z.string(),
  value: z.union([z.string(), z.literal(true)]),
})

const certificate = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  names: z.string(),
  /** ISO 8601, UTC; empty if the certificate cannot be read. */
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256 of the SubjectPublicKeyInfo, base64: what --pin takes. */
  pin: z.string(),
})

const tls = z.strictObject({
  version: z.enum(['1.2', '1.3']),
  alpn: z.string().nullable(),
  cipher: z.string().nullable(),
  keyExchange: z.string().nullable(),
  /** How the certificate was checked, and what came of it; `problem` is null when it is good. */
  checkedBy: z.enum(['roots', 'pin', 'nothing']),
  problem: z.string().nullable(),
  chain: z.array(certificate),
})

export const httpVersion = z.enum(['3', '2', '1.1'])

/** `unknown`: interrupted before it could be told. */
export const viability = z.enum([
  'unreachable',
  'unknown',
  'refused',
  'accepted',
  'carries-up',
  'carries-down',
  'carries-both-ways',
])

const road = z.strictObject({
  http: httpVersion,
  /** Where packets went; null if no address was found. */
  address: z.string().nullable(),
  viability,
  /** Whether tunnels are to be had over this version; `no` has positive evidence, silence is none. */
  offered: z.enum(['yes', 'no', 'unknown']),
  blame: fault.nullable(),
  diagnosis: diagnosis.optional(),
  attempts: z.array(phase),
  response: z.strictObject({status: z.number(), headers: z.array(header)}).optional(),
  settings: z.array(setting).optional(),
  transportParameters: z.array(transportParameter).optional(),
  tls: tls.optional(),
})

/** What made it, and where. */
export const tool = z.strictObject({
  name: z.literal('masque'),
  version: z.string(),
  engine: z.string().nullable(),
  node: z.string(),
  platform: z.string(),
})

/** Where it can be looked at: an event of the run's evidence, and the packet of a capture that shows it. */
const evidenceRef = z.strictObject({event: z.number(), frame: z.number().optional(), file: z.string().optional()})

/** What happened while a requirement was looked at. What a peer wrote may be in `what`: hostile until escaped. */
const moment = z.strictObject({
  /** Since the observation began. */
  atMs: z.number(),
  /** `local`: nothing crossed, we did something. */
  direction: z.enum(['sent', 'received', 'local']),
  /** Of the observation's tunnels and connections; null: none of them in particular. */
  lane: z.string().nullable(),
  what: z.string(),
  /** Its number in the evidence, if that is kept. */
  event: z.number().optional(),
})

/** One requirement, over one version of HTTP; or what a script expected. */
export const result = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  level: z.enum(['must', 'should', 'may', 'none']),
  outcome: z.string(),
  label: z.enum(LABELS),
  expected: z.string().optional(),
  actual: z.string().optional(),
  because: z.string(),
  http: httpVersion.optional(),
  /** How often it was looked at. */
  attempts: z.number().optional(),
  durationMs: z.number().optional(),
  /** Not every attempt said the same. */
  flaky: z.literal(true).optional(),
  /** Seen beside it: the fate of neighbouring tunnels, what our own side lost. */
  notes: z.array(z.string()).optional(),
  evidence: z.array(evidenceRef).optional(),
  timeline: z.array(moment).optional(),
  /** The command that looks at this again, and the one that explains it. */
  reproduce: z.string().optional(),
  explain: z.string().optional(),
  /** Where to look in the implementation. */
  hint: z.string().optional(),
  /** Where it is asked. */
  citation: z.string().optional(),
  reference: z.string().optional(),
  /** It is younger than the set of requirements that was asked for: shown, and not counted. */
  scored: z.literal(false).optional(),
  /** Accepted in masque.waivers.toml. */
  waived: z.strictObject({reason: z.string(), until: z.string()}).optional(),
  /** Against the baseline: listed, not listed, or listed although it is good now. */
  baseline: z.enum(['known', 'new', 'stale']).optional(),
})

const summary = z.strictObject(
  Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, z.number()])),
)

export const resultDocument = z.strictObject({
  schema: z.literal(1),
  tool,
  command: z.string(),
  seed: z.number(),
  startedAt: z.string(),
  durationMs: z.number(),
  proxy: z.strictObject({template: z.string(), authority: z.string(), addresses: z.array(z.string())}),
  roads: z.array(road),
  responder: z
    .strictObject({
      address: z.string(),
      /** Where the responder saw our packets come from. */
      observedEgress: z.string().nullable(),
      capabilities: z.array(z.string()),
      where: z.enum(['in-process', 'remote']),
    })
    .optional(),
  /** What this command measured; each command documents its own. */
  facts: z.record(z.string(), z.unknown()),
  results: z.array(result),
  summary,
  verdict: z.enum(['met', 'violated', 'inconclusive', 'broken', 'interrupted']),
  exitCode: z.number(),
  warnings: z.array(z.string()),
})

export const errorDocument = z.strictObject({
  schema: z.literal(1),
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    /** What to try. */
    next: z.string().optional(),
    exitCode: z.number(),
  }),
})

export type ErrorDocument = z.infer<typeof errorDocument>
export type ResultDocument = z.infer<typeof resultDocument>
export type Road = z.infer<typeof road>
export type PhaseResult = z.infer<typeof phase>
export type PhaseName = PhaseResult['phase']
export type Diagnosis = z.infer<typeof diagnosis>
export type Fault = z.infer<typeof fault>
export type Viability = z.infer<typeof viability>
export type Result = z.infer<typeof result>
export type Moment = z.infer<typeof moment>
export type EvidenceRef = z.infer<typeof evidenceRef>
export type TlsFacts = z.infer<typeof tls>
