/**
 * Results of `masque check`, made by hand: what every format is rendered from in tests. They have what the suite can
 * find: good runs and bad ones, what a hostile peer says, runs that were cut short, and more than anybody reads.
 */
import type {CheckFacts} from '../../../src/lib/report/check-facts.js'
import {resultDocument, type Result, type ResultDocument} from '../../../src/lib/report/document.js'
import {byDocument} from '../../../src/lib/report/results/by-document.js'
import {countLabels} from '../../../src/lib/report/results/summary.js'
import {EXIT, type Label} from '../../../src/lib/spec/verdict.js'
import {DECIDED, failure, ODD, PREFLIGHT, result, UNREACHED} from './results.js'

const PROXY = 'proxy.example'
const TEMPLATE = `https://${PROXY}/.well-known/masque/udp/{target_host}/{target_port}/`

interface Changes extends Partial<Omit<ResultDocument, 'facts'>> {
  readonly facts?: Partial<CheckFacts>
}

function documentOf(results: readonly Result[], {facts: ownFacts, ...changes}: Changes = {}): ResultDocument {
  const facts: CheckFacts = {
    kind: 'check',
    preflight: [...PREFLIGHT],
    documents: byDocument(results).map(({key, name, results: list}) => ({
      document: key,
      name,
      labels: countLabels(list),
    })),
    selected: new Set(results.map(({id}) => id)).size,
    leftOut: [
      {why: 'class slow', requirements: 12},
      {why: 'not over HTTP/1.1, which this proxy does not offer', requirements: 7},
    ],
    requirementSet: null,
    resumed: 0,
    baseline: null,
    waivers: null,
    ...ownFacts,
  }
  const verdict = changes.verdict ?? 'met'
  return resultDocument.parse({
    schema: 1,
    tool: {name: 'masque', version: '0.1.0', engine: '0.1.0', node: '20.20.2', platform: 'linux-x64'},
    command: 'check',
    seed: 7,
    startedAt: '2026-11-23T20:00:00.000Z',
    durationMs: 4127.5,
    proxy: {template: TEMPLATE, authority: PROXY, addresses: ['192.0.2.1']},
    roads: [],
    results,
    summary: countLabels(results),
    exitCode: EXIT[verdict],
    warnings: [],
    ...changes,
    facts,
    verdict,
  })
}

export function honest(): ResultDocument {
  return documentOf(DECIDED)
}

/** One of everything. */
export function failing(): ResultDocument {
  return documentOf([failure('3'), ...DECIDED, failure('2'), ...ODD], {
    verdict: 'violated',
    facts: {
      baseline: {
        file: 'masque.baseline',
        known: 1,
        fresh: 2,
        stale: ['rfc9297/3.3/trailing-octets 3'],
        unseen: [],
        updated: false,
      },
      waivers: {
        file: 'masque.waivers.toml',
        expired: ['rfc9298/3.1/dns-error-reject (until 2026-01-01)'],
        stale: ['rfc9298/2/template-vars (met now)'],
      },
      requirementSet: '2026.1',
    },
    warnings: ['the certificate was not checked (--insecure)'],
  })
}

/** Wherever a peer's words, or a path of its choosing, can be. */
export function hostile(text: string): ResultDocument {
  const words = {
    title: text,
    expected: text,
    actual: text,
    because: text,
    notes: [text, text],
    hint: text,
    reproduce: `masque check ${text}`,
    explain: text,
    citation: text,
    reference: text,
    evidence: [{event: 1, file: text}],
    timeline: [
      {atMs: 0, direction: 'sent', lane: text, what: text},
      {atMs: 1, direction: 'received', lane: null, what: text},
    ],
  } satisfies Partial<Result>
  const labels: readonly Label[] = ['fail', 'warn', 'inconclusive', 'pass', 'error', 'info', 'not-applicable']
  return documentOf(
    [
      ...labels.map(label => result({id: `rfc9298/5/x-${label}`, label, ...words})),
      result({id: `rfc9298/5/x-waived`, label: 'waived', ...words, waived: {reason: text, until: text}}),
      result({id: text, label: 'fail', ...words}),
      result({id: text, label: 'fail', ...words, baseline: 'known'}),
    ],
    {
      verdict: 'violated',
      proxy: {template: text, authority: text, addresses: [text]},
      warnings: [text],
      facts: {
        preflight: [{http: '3', state: 'unreachable', udp: 'unknown', ip: 'unknown', detail: text}],
        leftOut: [{why: text, requirements: 1}],
        baseline: {file: text, known: 0, fresh: 0, stale: [text], unseen: [], updated: false},
        waivers: {file: text, expired: [text], stale: [text]},
        requirementSet: text,
      },
    },
  )
}

export function interrupted(): ResultDocument {
  const warnings = ['interrupted: 40 of 52 requirements were not looked at']
  return documentOf([failure('3'), ...DECIDED], {verdict: 'interrupted', warnings})
}

export function nothingTested(): ResultDocument {
  return documentOf([], {verdict: 'inconclusive', facts: {preflight: [...UNREACHED]}})
}

/** More than anybody reads: a failure in ten, each with a timeline. */
export function many(count = 1500): ResultDocument {
  const one = (index: number): Result => {
    const id = `rfc9298/5/requirement-${Math.floor(index / 3)}`
    const http = (['3', '2', '1.1'] as const)[index % 3]
    const failed = failure(http)
    if (index % 10 === 0) return {...failed, id, actual: `${failed.actual ?? ''}, in tunnel ${index}`}
    if (index % 10 === 1) {
      const because = `reason ${index % 70}: the control before it was lost on the way`
      return result({id, http, label: 'inconclusive', because})
    }
    return result({id, http, label: 'pass', because: `the stray datagram vanished and tunnel ${index} went on working`})
  }
  return documentOf(
    Array.from({length: count}, (_, index) => one(index)),
    {verdict: 'violated'},
  )
}

/** Of a probe, which has no requirements: one road there, one not. */
export function probe(): ResultDocument {
  const road = {address: '192.0.2.1:443', attempts: [], blame: null, offered: 'yes'} as const
  return {
    ...documentOf([], {verdict: 'met'}),
    command: 'probe udp',
    roads: [
      {...road, http: '3', viability: 'carries-both-ways', attempts: []},
      {
        ...road,
        http: '2',
        viability: 'refused',
        attempts: [],
        blame: 'proxy',
        diagnosis: {code: 'status-403', meaning: 'answered with 403', fault: 'proxy', next: 'ask for access'},
      },
    ],
    facts: {because: null, roads: [{}, {because: 'answered with 403'}]},
  }
}
