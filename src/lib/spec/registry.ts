/**
 * All requirements, in the order of their documents and sections. As source they are read from their folders; installed,
 * from the index that the build makes of them, so that a question costs one file and not five hundred.
 */
import {readdir, readFile} from 'node:fs/promises'
import {DOCUMENTS} from './document.js'
import type {Requirement} from './requirement.js'

const FOLDER = new URL('../requirements/', import.meta.url)
/** Beside the folders, where `scripts/index-requirements.mjs` puts it. */
const INDEX = new URL('index.json', FOLDER)

export async function allRequirements(): Promise<readonly Requirement[]> {
  try {
    return JSON.parse(await readFile(INDEX, 'utf8')) as readonly Requirement[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return readFolders()
  }
}

/** Whether a requirement is of this document, or section and what is below it: `rfc9298/3` has `rfc9298/3.1/df-bit`. */
export function isBelow(id: string, prefix: string): boolean {
  return id === prefix || ['/', '.'].some(mark => id.startsWith(prefix.replace(/\/$/, '') + mark))
}

export async function readFolders(): Promise<readonly Requirement[]> {
  const names = await readdir(FOLDER, {recursive: true})
  const files = names.filter(name => /[/\\]requirement\.[jt]s$/.test(name))
  const modules = await Promise.all(files.map(name => import(new URL(name, FOLDER).href) as Promise<unknown>))
  return modules.map(module => (module as {readonly default: Requirement}).default).sort(inOrder)
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
