/** Judges as tables: facts, the outcome that follows, and words that say why. */
import {describe, expect, it} from 'vitest'
import type {Probe} from '../../../src/lib/spec/probe.js'
import type {Verdict} from '../../../src/lib/spec/verdict.js'

export type Row<Seen> = readonly [name: string, seen: Seen, outcome: Verdict['outcome'], words: string]

export function judges<Seen>(probe: Probe<Seen>, rows: readonly Row<Seen>[]): void {
  describe(`the judge of ${probe.requirement.id}`, () => {
    it.each(rows)('%s', (_, seen, outcome, words) => {
      const verdict = probe.judge(seen, {http: '3'})
      expect(verdict).toMatchObject({outcome, because: expect.stringContaining(words) as string})
    })
  })
}

export const RESET = {
  by: 'peer',
  how: 'reset',
  scope: 'tunnel',
  code: '270',
  codeName: 'H3_MESSAGE_ERROR (0x10e)',
  detail: 'the proxy reset the stream',
} as const

/** The same end, but nobody's fault. */
export const LOST = {
  ...RESET,
  by: 'network',
  how: 'timed-out',
  code: null,
  codeName: null,
  detail: 'it timed out',
} as const

export function icmpError(change: object = {}) {
  return {
    family: 4,
    from: '192.0.2.1',
    to: '192.0.2.9',
    what: 'unreachable',
    type: 3,
    code: 13,
    words: 'administratively prohibited',
    mtu: null,
    problems: [],
    quotedBytes: 52,
    ...change,
  } as const
}

/** What became of one capsule that was sent on a connection of its own. */
export const survived = (name: string) => ({name, before: true, ending: null, after: true, aside: false})
export const ended = (name: string) => ({name, before: true, ending: RESET, after: false, aside: false})
export const silent = (name: string) => ({name, before: true, ending: null, after: false, aside: false})
/** Alive, but whether the capsule was read is not known. */
export const overtaken = (name: string) => ({...silent(name), aside: true})
export const neverLived = (name: string) => ({name, before: false, ending: RESET, after: false, aside: false})
