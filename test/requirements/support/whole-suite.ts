/**
 * The whole suite, as `masque check` runs it without further flags, in one world of virtual time: preflight, controls,
 * schedule, confirmation, and every requirement of the class that needs no permission, over every version of HTTP.
 */
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Result} from '../../../src/lib/report/document.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import {loadProbe, readFolders} from '../../../src/lib/spec/registry.js'

import {runSuite, type SuiteResult} from '../../../src/lib/suite/run.js'
import {select} from '../../../src/lib/suite/select.js'
import {SuiteWorld, type WorldOptions} from './world.js'

/** Of a test that runs the suite: two or three seconds of work, and much more where others work as well. */
export const PATIENCE_MS = 300_000
const VERSIONS: readonly HttpVersion[] = ['3', '2', '1.1']
const NEVER = new AbortController().signal
/** What the flags of `check` are by default. */
const DEFAULTS = {confirm: 2, concurrency: 8, spacingMs: 10, named: true}
const QUIET = {onPreflight: () => undefined, onBegin: () => undefined, onLooked: () => undefined}

let probes: Promise<readonly Probe[]> | undefined
const safeProbes = (): Promise<readonly Probe[]> => (probes ??= loadSafe())

async function loadSafe(): Promise<readonly Probe[]> {
  const all = (await readFolders()).filter(({probe}) => probe !== undefined)
  const {requirements} = select(all, {only: [], skip: [], classes: ['safe'], needs: undefined})
  return Promise.all(requirements.map(loadProbe))
}

export interface WholeRun extends SuiteResult {
  /** Of virtual time. */
  readonly tookMs: number
}

/** In a world of its own, of which nothing is left. */
export async function wholeSuite(options: WorldOptions = {}): Promise<WholeRun> {
  const probes = await safeProbes()
  const world = await SuiteWorld.open(options)
  const versions = VERSIONS.map(http => world.context(http))
  const suite = {...DEFAULTS, versions, probes, known: new Map(), reproduce: (id: string) => id}
  const result = await world.run(runSuite(suite, QUIET, NEVER))
  const tookMs = world.clock.now()
  await world.close()
  return {...result, tookMs}
}

/** Those with one of these labels, a line each. */
export function labelled(results: readonly Result[], ...labels: readonly Result['label'][]): string[] {
  return results
    .filter(({label}) => labels.includes(label))
    .map(({id, http, label, because}) => `${label} ${id} over ${http}: ${because}`)
}
