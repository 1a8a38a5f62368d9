/** Whether times can be measured and dates be believed. */
import type {Clock} from '../../spec/clock.js'
import type {Context} from '../context.js'
import {ok, warning, type Finding} from '../finding.js'

const STEPS = 200
const COARSE_NS = 100_000
/** masque is younger than that. */
const EARLIEST = Date.UTC(2026, 0, 1)

export async function clock({engine}: Context): Promise<Finding> {
  // Without an engine there is nothing to time.
  return engine.kind === 'missing' ? ok('not needed without the engine') : judgeClock(engine.platform.clock)
}

export function judgeClock(time: Clock): Finding {
  const stepNs = smallestStep(time)
  const wall = time.wall()
  const facts = {stepNs, wall: wall.toISOString()}
  if (wall.getTime() < EARLIEST) {
    return warning({
      detail: `it shows ${wall.toISOString()}`,
      meaning: 'certificates will look as if they were not valid yet',
      next: 'set the clock (NTP)',
      facts,
    })
  }
  if (stepNs > COARSE_NS) {
    return warning({
      detail: `steps of ${(stepNs / 1e6).toFixed(3)} ms`,
      meaning: 'round trips on a local network are shorter than what this clock can tell apart',
      next: 'a virtual machine may offer a better clock source',
      facts,
    })
  }
  return ok(`steps of ${stepNs} ns, ${wall.toISOString()}`, facts)
}

/** The smallest difference that can be seen; what reading itself takes is part of it. */
function smallestStep(time: Clock): number {
  let smallest = Number.POSITIVE_INFINITY
  let before = time.nowNs()
  for (let step = 0; step < STEPS; step++) {
    const now = time.nowNs()
    if (now > before) smallest = Math.min(smallest, Number(now - before))
    before = now
  }
  return Number.isFinite(smallest) ? smallest : Number.MAX_SAFE_INTEGER
}
