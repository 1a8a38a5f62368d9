// What both runs of `npm run mutation` share: in copies of the sources every condition, operator and block is spoilt in
// turn, and some test has to notice. Nothing is switched off by comments, and nothing is remembered from run to run: with
// our own test runner the whole takes less time than finding out what need not be done again.
import {resolve} from 'node:path'

/** Of what the sandbox needs nothing: most of it is large. */
const APART = ['/native', '/dist', '/bench', '/docs', '/action', '/artifacts', '/test/cli', '/test/lab', '/test/peers']

export function mutationOf(name, mutate) {
  return {
    mutate,
    testRunner: 'replay',
    plugins: [resolve(import.meta.dirname, 'stryker-runner.mjs')],
    replay: {config: `test/mutation/${name}.vitest.config.mjs`},
    warnings: {unknownOptions: false},
    // vitest has its own workers in it.
    concurrency: 1,
    coverageAnalysis: 'perTest',
    // Tables and patterns that are made while a file is loaded: they would need a new process for each mutant.
    ignoreStatic: true,
    // Words are no verdicts. That each is said by some test is asserted elsewhere: test/requirements/findings.test.ts.
    mutator: {excludedMutations: ['StringLiteral']},
    ignorePatterns: APART,
    thresholds: {high: 95, low: 90, break: 90},
    reporters: ['clear-text', 'json'],
    clearTextReporter: {allowColor: false, logTests: false, reportTests: false, reportMutants: false},
    jsonReporter: {fileName: `.stryker-tmp/${name}.json`},
    tempDirName: '.stryker-tmp',
    allowConsoleColors: false,
  }
}
