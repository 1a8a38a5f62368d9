// The tests that judges are mutated under: tables only, and nothing is built.
import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/requirements/{ipreqs,rfc*}/**/*.test.ts'],
    isolate: false,
    runner: 'test/mutation/replay.mjs',
  },
})
