/**
 * The whole suite, as `masque check` runs it without further flags, in one world of virtual time: preflight, controls,
 * schedule, confirmation, and every requirement of the class that needs no permission, over every version of HTTP.
 */
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Result} from '../../../src/lib/report/document.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import {loadProbe, readFolders} from '../../../src/lib/spec/registry.js'

import {keyOf, runSuite, type SuiteResult} from '../../../src/lib/suite/run.js'
import {select} from '../../../src/lib/suite/select.js'
import type {Looked} from '../../../src/lib/suite/version-run.js'
import {SuiteWorld, type WorldOptions} from './world.js'

/** Of a test that runs the suite: two or three seconds of work, and much more where others work as well. */
export const PATIENCE_MS = 300_000
const VERSIONS: readonly HttpVersion[] = ['3', '2', '1.1']
/** What the flags of `check` are by default. */
const DEFAULTS = {confirm: 2, concurrency: 8, spacingMs: 10, named: true}

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
  readonly looked: ReadonlyMap<string, Looked>
}

interface RunOptions extends WorldOptions {
  /** Somebody stops it then. */
  readonly stopAfterMs?: number
  /** Found by an earlier run, by `keyOf`. */
  readonly known?: ReadonlyMap<string, Looked>
}

/** In a world of its own, of which nothing is left. */
export async function wholeSuite({stopAfterMs, known = new Map(), ...options}: RunOptions = {}): Promise<WholeRun> {
  const probes = await safeProbes()
  const world = await SuiteWorld.open(options)
  const versions = VERSIONS.map(http => world.context(http))
  const suite = {...DEFAULTS, versions, probes, known, reproduce: (id: string) => id}
  const looked = new Map<string, Looked>()
  const events = {
    onPreflight: () => undefined,
    onBegin: () => undefined,
    onLooked: (one: Looked) => void looked.set(keyOf(one.result.id, one.result.http), one),
  }
  const stop = new AbortController()
  if (stopAfterMs !== undefined) world.clock.after(stopAfterMs, stop.abort.bind(stop, new Error('stopped')))
  const result = await world.run(runSuite(suite, events, stop.signal))
  const tookMs = world.clock.now()
  await world.close()
  return {...result, tookMs, looked}
}

/** Those with one of these labels, a line each. */
export function labelled(results: readonly Result[], ...labels: readonly Result['label'][]): string[] {
  return results
    .filter(({label}) => labels.includes(label))
    .map(({id, http, label, because}) => `${label} ${id} over ${http}: ${because}`)
}
