import {availableParallelism} from 'node:os'
import {defineConfig} from 'vitest/config'

/** Everything but the parts runs the program as it is built. */
const setup = {setupFiles: ['test/support/setup.ts'], globalSetup: ['test/support/build.ts']}

export default defineConfig({
  test: {
    // Half of a test is waiting for processes and packets: on two cores, vitest's own choice of one worker idles.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{lab,interop,capture,company,faults}/**', 'node_modules/**'],
          testTimeout: 30_000,
          ...setup,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          ...setup,
        },
      },
      {
        test: {
          name: 'capture',
          include: ['test/capture/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          ...setup,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          // Most of the time of each is waiting for what never comes; some wait for timers of minutes.
          maxConcurrency: 12,
          testTimeout: 600_000,
          ...setup,
        },
      },
      {test: {name: 'company', include: ['test/company/**/*.test.ts'], testTimeout: 150_000, ...setup}},
      {test: {name: 'lab', include: ['test/lab/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false, ...setup}},
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
          env: {MASQUE_SOAK: 'full'},
          ...setup,
        },
      },
    ],
  },
})
