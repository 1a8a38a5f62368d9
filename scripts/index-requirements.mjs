// The catalogue as one file, for the installed program: dist/lib/requirements/index.json, of the folders beside it.
import {rmSync, writeFileSync} from 'node:fs'

const index = new URL('../dist/lib/requirements/index.json', import.meta.url)
rmSync(index, {force: true})
const {readFolders} = await import('../dist/lib/spec/registry.js')
writeFileSync(index, JSON.stringify(await readFolders()))
