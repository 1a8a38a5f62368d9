/**
 * What is looked at when. Who mostly waits begins first and goes on beside everything else; then whoever disturbs nobody,
 * side by side; then those that provoke, whose controls have to be quiet; what stresses comes last, and alone.
 */
import type {HttpVersion} from '../http/transport.js'
import type {Probe} from '../spec/probe.js'

export interface Task {
  readonly probe: Probe
  readonly http: HttpVersion
}

export interface Wave {
  readonly tasks: readonly Task[]
  /** At a time. */
  readonly limit: number
}

export interface Schedule {
  /** Beside everything. */
  readonly beside: readonly Task[]
  readonly waves: readonly Wave[]
}

const PROVOKING_AT_ONCE = 4

export function schedule(tasks: readonly Task[], limit: number): Schedule {
  const [beside, waves]: [Task[], [Task[], Task[], Task[]]] = [[], [[], [], []]]
  for (const task of tasks) {
    const {requirement, provokes, waitsMs = 0} = task.probe
    if (requirement.runClass === 'slow') beside.push(task)
    else if (requirement.runClass === 'stress') waves[2].push(task)
    // The next wave would have to wait for its timer.
    else if (waitsMs > 0 && !provokes) beside.push(task)
    else waves[provokes ? 1 : 0].push(task)
  }
  const longest = (left: Task, right: Task): number => (right.probe.waitsMs ?? 0) - (left.probe.waitsMs ?? 0)
  const [polite, provoking, stress] = waves
  return {
    beside: beside.toSorted(longest),
    waves: [
      {tasks: polite, limit},
      {tasks: provoking.toSorted(longest), limit: Math.min(limit, PROVOKING_AT_ONCE)},
      {tasks: stress, limit: 1},
    ],
  }
}
