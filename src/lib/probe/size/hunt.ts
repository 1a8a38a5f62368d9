/**
 * A search on real lanes: sizes go to tunnels, several at a time. Where a tunnel is ended by the other side, each size
 * gets one of its own from then on, so that it is known which size it was.
 */
import type {Lane, SizedQuestion} from './lane.js'
import {SizeSearch, type SearchPlan} from './search.js'
import {trial, type TrialContext} from './trial.js'

export interface HuntOptions extends Omit<TrialContext, 'onCarried'> {
  readonly plan: SearchPlan
  readonly question: (bytes: number) => SizedQuestion
  /** A lane that has answered already; undefined: there is none to be had. */
  readonly open: (signal: AbortSignal) => Promise<Lane | undefined>
  /** Where it may go; a lane says what it takes now. */
  readonly ceiling: (lane: Lane) => number
}

/** Tunnels that one search may use up. */
const MAX_LANES = 30
/** Sizes at a time where each costs a tunnel. */
const CAREFUL_WIDTH = 2

interface Taken {
  readonly lane: Lane
  busy: number
  /** More than one size was on trial here at a time: what happens to it is none's doing that could be named. */
  shared: boolean
}

export class Hunt {
  readonly search: SizeSearch
  readonly #lanes: Taken[] = []
  #opened = 0
  #opening: Promise<Lane | undefined> | undefined
  #careful = false

  constructor(private readonly options: HuntOptions) {
    this.search = new SizeSearch(options.plan)
  }

  /** Tunnels used. */
  get opened(): number {
    return this.#opened
  }

  /** Why the tunnels ended that did so by themselves; the last one's words. */
  ending: string | undefined

  /** There is no tunnel (any more) that answers, or too many were used up. */
  stuck: 'silent' | 'tunnels' | undefined

  /** Until it is known, or there is no way to know it. */
  async run(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>()
    for (;;) {
      this.#look()
      const sizes = this.#over(signal) ? [] : this.search.next()
      for (const size of sizes) {
        this.search.begin(size)
        const one = this.#prove(size, signal).finally(() => running.delete(one))
        running.add(one)
      }
      if (running.size === 0) break
      await Promise.race(running)
    }
    await this.#askForTheRest()
    for (const {lane} of this.#lanes.splice(0)) lane.close()
  }

  /** When it was over, the path to the proxy was found to carry more. */
  async goOn(ceilingBytes: number, signal: AbortSignal): Promise<void> {
    this.search.limitTo(ceilingBytes)
    await this.run(signal)
  }

  /** Named sizes beyond what a lane takes: our own side says so itself. */
  async #askForTheRest(): Promise<void> {
    const {plan, question, tally} = this.options
    const lane = this.#lanes.find(({lane: {ending}}) => ending === undefined)?.lane
    if (!lane) return
    for (const size of plan.named.filter(named => named > this.options.ceiling(lane))) {
      tally.asked(size, await lane.ask(question(size), answer => tally.answered(size, answer)))
    }
  }

  #over(signal: AbortSignal): boolean {
    return signal.aborted || this.stuck !== undefined || this.options.budget.isSpent
  }

  /** The outer path may have been found to carry more, or less, than a moment ago. */
  #look(): void {
    const lane = this.#lanes.at(-1)?.lane
    if (lane) this.search.limitTo(this.options.ceiling(lane))
  }

  async #prove(size: number, signal: AbortSignal): Promise<void> {
    const {search} = this
    const taken = await this.#take(signal)
    if (!taken || size > this.options.ceiling(taken.lane)) {
      this.#release(taken)
      search.withdraw(size)
      return
    }
    const onCarried = (bytes: number): void => {
      search.carried(bytes)
    }
    const outcome = await trial(taken.lane, size, this.options.question(size), {...this.options, onCarried}, signal)
    this.#release(taken)
    if (outcome.kind !== 'carried' && (signal.aborted || this.options.budget.isSpent)) {
      // Cut short: nothing follows from it.
      search.withdraw(size)
      return
    }
    switch (outcome.kind) {
      case 'carried':
        search.carried(size)
        break
      case 'lost':
        search.lost(size)
        break
      case 'ended':
        this.ending = taken.lane.ending
        this.#onStopped(size, taken)
        break
      case 'unclear':
        // Not even the control came back: this tunnel is given up, and the next size gets another.
        this.#drop(taken)
        taken.lane.close()
        this.#onStopped(size, taken)
        break
      case 'not-accepted':
        // Less than the lane said a moment ago; not to be tried for ever.
        search.unclear(size)
    }
  }

  /** Which size did it is known only of one that had the tunnel to itself; from now on each has. */
  #onStopped(size: number, {shared}: Taken): void {
    const isItsDoing = this.#careful && !shared
    this.#careful = true
    this.search.width = CAREFUL_WIDTH
    if (!isItsDoing) {
      this.search.withdraw(size)
      return
    }
    this.options.tally.ended(size)
    this.search.lost(size)
  }

  #drop(taken: Taken): void {
    const place = this.#lanes.indexOf(taken)
    if (place >= 0) this.#lanes.splice(place, 1)
  }

  #release(taken: Taken | undefined): void {
    if (!taken) return
    taken.busy--
    if (taken.lane.ending !== undefined) this.#drop(taken)
  }

  async #take(signal: AbortSignal): Promise<Taken | undefined> {
    const room = this.#careful ? 1 : Infinity
    const free = this.#lanes.find(({lane, busy}) => lane.ending === undefined && busy < room)
    if (free) return occupy(free)
    const lane = await this.#openOne(signal)
    if (!lane) return undefined
    const shared = this.#lanes.find(known => known.lane === lane)
    const taken = shared ?? {lane, busy: 0, shared: false}
    if (!shared) this.#lanes.push(taken)
    return occupy(taken)
  }

  /** One for all who wait, unless each needs its own. */
  #openOne(signal: AbortSignal): Promise<Lane | undefined> {
    if (this.#careful) return this.#openNew(signal)
    this.#opening ??= this.#openNew(signal).finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #openNew(signal: AbortSignal): Promise<Lane | undefined> {
    if (this.#opened >= MAX_LANES) {
      this.stuck ??= 'tunnels'
      return undefined
    }
    this.#opened++
    const lane = await this.options.open(signal)
    if (!lane) this.stuck ??= 'silent'
    return lane
  }
}

function occupy(taken: Taken): Taken {
  taken.shared ||= taken.busy > 0
  taken.busy++
  return taken
}
