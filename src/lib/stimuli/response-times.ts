/**
 * How long answers take, measured in turns and in an order left to chance: whatever drifts or lasts for a while meets all
 * kinds of requests alike, so that what remains between them is the proxy's.
 */
import type {TunnelRequest} from '../http/transport.js'
import type {Random} from '../spec/random.js'
import type {Rig} from '../spec/rig.js'
import {askConcealed} from './concealed.js'

export interface TimedPlan {
  readonly what: string
  readonly credential?: string | undefined
  /** Asked for each time. */
  readonly change: () => Partial<TunnelRequest>
}

/** JSON as it is. */
export interface TimedClass {
  readonly what: string
  /** Of the first answer; null: none came. */
  readonly status: number | null
  readonly isSuccess: boolean
  /** By round; null: no answer, or one with another status. */
  readonly timesMs: readonly (number | null)[]
}

/** @param isEnough asked after each round */
export async function timeInTurns(
  rig: Rig,
  plans: readonly TimedPlan[],
  rounds: number,
  isEnough: (classes: readonly TimedClass[]) => boolean,
  signal: AbortSignal,
): Promise<readonly TimedClass[]> {
  const timings = plans.map(plan => new Timing(plan))
  const classes = (): readonly TimedClass[] => timings.map(timing => timing.seen)
  for (let round = 0; round < rounds; round++) {
    for (const timing of shuffled(timings, rig.random)) await timing.ask(rig, signal)
    if (isEnough(classes())) break
  }
  return classes()
}

class Timing {
  readonly #timesMs: (number | null)[] = []
  #status: number | null = null
  #isSuccess = false

  constructor(private readonly plan: TimedPlan) {}

  get seen(): TimedClass {
    return {what: this.plan.what, status: this.#status, isSuccess: this.#isSuccess, timesMs: this.#timesMs}
  }

  async ask(rig: Rig, signal: AbortSignal): Promise<void> {
    const beganMs = rig.clock.now()
    const {status, isSuccess} = await askConcealed(rig, this.plan.credential, signal, this.plan.change())
    const tookMs = Math.round(1000 * (rig.clock.now() - beganMs)) / 1000
    if (this.#status === null) [this.#status, this.#isSuccess] = [status, isSuccess]
    this.#timesMs.push(status === null || status !== this.#status ? null : tookMs)
  }
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  const left = [...list]
  return list.flatMap(() => left.splice(random.integer(left.length), 1))
}

export function answeredTimes({timesMs}: TimedClass): readonly number[] {
  return timesMs.filter(time => time !== null)
}
