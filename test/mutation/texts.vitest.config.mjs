// The tables of judges once more, under a plugin that tells which texts are said: test/requirements/findings.test.ts.
import {defineConfig} from 'vitest/config'
import {textsOfJudges} from './texts.mjs'

export default defineConfig({
  plugins: [textsOfJudges()],
  test: {
    include: ['test/requirements/{ipreqs,rfc*}/**/*.test.ts'],
    isolate: false,
    setupFiles: ['test/mutation/texts-setup.mjs'],
  },
})
