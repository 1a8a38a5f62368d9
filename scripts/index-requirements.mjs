// The catalogue as one file, for the installed program: dist/lib/requirements/index.json, of the folders beside it; and the
// frozen sets, which the compiler leaves behind.
import {cpSync, rmSync, writeFileSync} from 'node:fs'

const folder = new URL('../dist/lib/requirements/', import.meta.url)
const sets = new URL('sets/', folder)
const index = new URL('index.json', folder)
rmSync(index, {force: true})
rmSync(sets, {recursive: true, force: true})
cpSync(new URL('../src/lib/requirements/sets/', import.meta.url), sets, {recursive: true})
const {readFolders} = await import('../dist/lib/spec/registry.js')
writeFileSync(index, JSON.stringify(await readFolders()))
