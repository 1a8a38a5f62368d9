/** Frozen sets of requirements, by name: each a list of ids that never grows, made by `scripts/freeze-requirements.mjs`. */
import {readdir, readFile} from 'node:fs/promises'

const FOLDER = new URL('../requirements/sets/', import.meta.url)
const ENDING = '.json'

/** The youngest last. */
export async function requirementSetNames(): Promise<readonly string[]> {
  const names = (await readdir(FOLDER)).filter(name => name.endsWith(ENDING)).map(name => name.slice(0, -ENDING.length))
  return names.sort((left, right) => left.localeCompare(right, 'en', {numeric: true}))
}

/** undefined: there is none of that name. */
export async function requirementSetIds(name: string): Promise<ReadonlySet<string> | undefined> {
  if (!(await requirementSetNames()).includes(name)) return undefined
  return new Set(JSON.parse(await readFile(new URL(`${name}${ENDING}`, FOLDER), 'utf8')) as readonly string[])
}
