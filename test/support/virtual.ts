/** How a suite that drives time does so on a virtual clock. */
import type {VirtualClock} from '../../src/lib/spec/virtual-clock.js'

export function virtual(clock: VirtualClock) {
  return {
    run: <T>(work: Promise<T>) => clock.run(work),
    until: async (condition: () => boolean) => {
      for (let step = 0; step < 120_000 && !condition(); step++) await clock.advance(1)
      if (!condition()) throw new Error('not within two minutes of virtual time')
    },
  }
}
