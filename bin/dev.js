#!/usr/bin/env node
// As run.js, without the manifest: commands added since it was made are found. Build first (npm run build).
import {rmSync} from 'node:fs'

rmSync(new URL('../oclif.manifest.json', import.meta.url), {force: true})
const {main} = await import('../dist/main.js')
await main(process.argv.slice(2), import.meta.url)
