// The tests that src/lib/wire is mutated under.
import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/wire/**/*.test.ts'],
    isolate: false,
    runner: 'test/mutation/replay.mjs',
    setupFiles: ['test/mutation/setup.mjs'],
  },
})
