// A frozen set of requirements: node scripts/freeze-requirements.mjs 2026.1 writes the ids of all that can be failed today,
// of dist. Once a release has a set, that file is never written again: what comes later belongs to the next one.
import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {execFileSync} from 'node:child_process'

const [name = '', force] = process.argv.slice(2)
if (!/^\d{4}\.\d+$/.test(name)) throw new Error('usage: node scripts/freeze-requirements.mjs YEAR.NUMBER [--force]')
const file = new URL(`../src/lib/requirements/sets/${name}.json`, import.meta.url)
const tags = execFileSync('git', ['tag', '--list', 'v*'], {cwd: new URL('..', import.meta.url), encoding: 'utf8'})
if (existsSync(file) && tags !== '' && force !== '--force') {
  throw new Error(`${name} may be released already: choose the next number (--force if no release has it)`)
}
const {readFolders} = await import('../dist/lib/spec/registry.js')
const counts = ({binds, status}) =>
  (binds === 'proxy' || binds === 'both') &&
  (status === undefined || (status.kind === 'planned' && status.waitsFor === 'suite'))
const ids = (await readFolders()).filter(counts).map(({id}) => id)
mkdirSync(new URL('.', file), {recursive: true})
writeFileSync(file, `${JSON.stringify(ids, undefined, 2)}\n`)
console.log(`${ids.length} requirements in ${name}`)
