/**
 * All requirements, in the order of their documents and sections. As source they are read from their folders; installed,
 * from the index that the build makes of them, so that a question costs one file and not five hundred.
 */
import {readdir, readFile} from 'node:fs/promises'
import {DOCUMENTS} from './document.js'
import type {Probe} from './probe.js'
import {folderOf, type Requirement} from './requirement.js'

const FOLDER = new URL('../requirements/', import.meta.url)
/** Beside the folders, where `scripts/index-requirements.mjs` puts it. */
const INDEX = new URL('index.json', FOLDER)

/** With what is worth knowing of its probe, if there is one, before that is loaded. */
export interface Catalogued extends Requirement {
  readonly probe?: {
    /** Names of what it was proven against: `masque serve proxy --fault ID#NAME`. */
    readonly faults: readonly string[]
    readonly provokes: boolean
    /** At most, for what may never come. */
    readonly waitsMs: number
  }
}

export async function allRequirements(): Promise<readonly Catalogued[]> {
  try {
    return JSON.parse(await readFile(INDEX, 'utf8')) as readonly Catalogued[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return readFolders()
  }
}

/** Whether a requirement is of this document, or section and what is below it: `rfc9298/3` has `rfc9298/3.1/df-bit`. */
export function isBelow(id: string, prefix: string): boolean {
  return id === prefix || ['/', '.'].some(mark => id.startsWith(prefix.replace(/\/$/, '') + mark))
}

export async function readFolders(): Promise<readonly Catalogued[]> {
  const names = await readdir(FOLDER, {recursive: true})
  const requirements = await defaultsOf<Requirement>(names, REQUIREMENT)
  const probes = new Map((await defaultsOf<Probe>(names, PROBE)).map(probe => [probe.requirement.id, probe]))
  return requirements
    .map(requirement => {
      const probe = probes.get(requirement.id)
      return probe ? {...requirement, probe: factsOf(probe)} : requirement
    })
    .sort(inOrder)
}

/** The probe that stands beside its requirement. */
export async function loadProbe({id}: Pick<Requirement, 'id'>): Promise<Probe> {
  const file = new URL(`${folderOf(id)}/probe${EXTENSION}`, FOLDER)
  const {default: probe} = (await import(file.href)) as {readonly default: Probe}
  return probe
}

const REQUIREMENT = /[/\\]requirement\.[jt]s$/
const PROBE = /[/\\]probe\.[jt]s$/
/** As this file is: source, or compiled. */
const EXTENSION = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

async function defaultsOf<T>(names: readonly string[], kind: RegExp): Promise<T[]> {
  const files = names.filter(name => kind.test(name))
  const modules = await Promise.all(files.map(name => import(new URL(name, FOLDER).href) as Promise<unknown>))
  return modules.map(module => (module as {readonly default: T}).default)
}

function factsOf({faults, provokes = false, waitsMs = 0}: Probe): NonNullable<Catalogued['probe']> {
  return {faults: Object.keys(faults), provokes, waitsMs}
}

function inOrder(left: Requirement, right: Requirement): number {
  const [[one, section, slug], [other, otherSection, otherSlug]] = [left.id.split('/'), right.id.split('/')]
  return (
    placeOf(one) - placeOf(other) ||
    bySection(section ?? '', otherSection ?? '') ||
    (slug ?? '').localeCompare(otherSlug ?? '', 'en')
  )
}

function placeOf(document: string | undefined): number {
  const place = DOCUMENTS.findIndex(({key}) => key === document)
  return place === -1 ? DOCUMENTS.length : place
}

/** 3.10 comes after 3.9. */
function bySection(left: string, right: string): number {
  return left.localeCompare(right, 'en', {numeric: true})
}
