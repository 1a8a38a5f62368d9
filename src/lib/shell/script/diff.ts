/**
 * Two runs of one script side by side: what came back after each line, without what differs between any two runs (times,
 * the order of what travels alone). Differences are facts and no verdict.
 */
import type {SavedCrossing} from '../../report/saved-run.js'
import {WORDS} from '../words/registry.js'
import type {Word} from '../words/word.js'

/** What came back, in our words; the key is what is compared. */
interface Answer {
  readonly key: string
  readonly words: string
}

interface Step {
  readonly line: string
  readonly answers: Answer[]
}

/** A flood shall not fill our memory. */
const MAX_ANSWERS = 10_000

export class Answers {
  readonly #steps: Step[] = [{line: 'nothing was asked yet', answers: []}]
  #count = 0
  #wasActing = false

  /** Lines that act in a row are one question: which of them an answer belongs to, only its time could tell. */
  line(text: string): void {
    const word = wordOf(text)
    const acts = word?.acts === true
    const last = this.#steps.at(-1)
    if (acts && this.#wasActing && last) this.#steps[this.#steps.length - 1] = {...last, line: `${last.line}; ${text}`}
    else if (acts) this.#steps.push({line: text, answers: []})
    if (acts || word?.group === 'waiting') this.#wasActing = acts
  }

  /** Something that the proxy sent. */
  came(what: SavedCrossing): void {
    const answer = toAnswer(what)
    if (answer && ++this.#count <= MAX_ANSWERS) this.#steps.at(-1)?.answers.push(answer)
  }

  get steps(): readonly Step[] {
    return this.#steps
  }
}

function wordOf(line: string): Word | undefined {
  const [name] = line.split(' ')
  return WORDS.find(word => word.name === name)
}

export function differences(earlier: Answers, now: Answers): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < Math.max(earlier.steps.length, now.steps.length); at++) {
    const [before, after] = [earlier.steps[at], now.steps[at]]
    if (before && after && before.line !== after.line) {
      return [...lines, `the scripts differ from here on`, `  - ${before.line}`, `  + ${after.line}`]
    }
    const gone = without(before?.answers ?? [], after?.answers ?? [])
    const come = without(after?.answers ?? [], before?.answers ?? [])
    if (gone.length + come.length === 0) continue
    lines.push(`after ${(after ?? before)?.line ?? ''}`)
    lines.push(...gone.map(({words}) => `  - ${words}`), ...come.map(({words}) => `  + ${words}`))
  }
  return lines
}

/** What is in the first and not in the second, each as often as it is there. */
function without(left: readonly Answer[], right: readonly Answer[]): readonly Answer[] {
  const there = new Map<string, number>()
  for (const {key} of right) there.set(key, (there.get(key) ?? 0) + 1)
  return left.filter(({key}) => {
    const count = there.get(key) ?? 0
    there.set(key, count - 1)
    return count <= 0
  })
}

/** These say when and by whom, and differ with every answer. */
const VOLATILE = new Set(['date', 'server', 'via', 'age'])

function toAnswer(what: SavedCrossing): Answer | undefined {
  switch (what.kind) {
    case 'response': {
      const fields = what.headers.filter(([name]) => !VOLATILE.has(name.toLowerCase()))
      const sorted = fields.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort()
      return same(['response', String(what.status), ...sorted].join('; '))
    }
    case 'datagram': {
      const words = `datagram by ${what.carrier}, ${what.lengthBytes} octets`
      return {key: `${words} ${what.sha256Hex}`, words: `${words}, beginning ${what.headHex}`}
    }
    case 'capsule':
      return same(`capsule 0x${BigInt(what.type).toString(16)}, ${what.lengthBytes} octets`)
    case 'ended':
      return same(
        `ended by ${what.by}, ${what.how}${what.code === undefined ? '' : ` with 0x${BigInt(what.code).toString(16)}`}`,
      )
    case 'request':
    case 'raw':
    case 'finish':
    case 'abort':
      return undefined
  }
}

function same(words: string): Answer {
  return {key: words, words}
}
