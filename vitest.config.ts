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
          // Of the soak tests, what has a short form.
          exclude: ['test/{lab,interop,capture,company,faults}/**', 'test/soak/faults.test.ts', 'node_modules/**'],
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
          // Nearly all of the time of each is waiting, for what never comes or for a timer.
          maxConcurrency: 64,
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
          // Timers of minutes, all at the same time.
          maxConcurrency: 64,
          env: {MASQUE_SOAK: 'full'},
          ...setup,
        },
      },
    ],
  },
})
