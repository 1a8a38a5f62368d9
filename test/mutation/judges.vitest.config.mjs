// The tests that judges are mutated under: tables only, and nothing is built. Those that open a whole world would take
// seconds for each of the mutants they come by.
import {readdirSync, readFileSync} from 'node:fs'
import {defineConfig} from 'vitest/config'

const FOLDER = 'test/requirements'
const worlds = readdirSync(FOLDER, {recursive: true, encoding: 'utf8'})
  .filter(name => name.endsWith('.test.ts'))
  .map(name => `${FOLDER}/${name}`)
  .filter(file => readFileSync(file, 'utf8').includes('SuiteWorld'))

export default defineConfig({
  test: {
    include: [`${FOLDER}/{ipreqs,rfc*}/**/*.test.ts`],
    exclude: worlds,
    isolate: false,
    runner: 'test/mutation/replay.mjs',
  },
})
