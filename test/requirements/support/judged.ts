/** Facts, and what must become of them: the outcome, and telling words of the verdict. */
import {expect} from 'vitest'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import type {Verdict} from '../../../src/lib/spec/verdict.js'

/** Facts that differ from the ordinary, the outcome, and words of it. */
export type Row<Seen> = readonly [facts: Partial<Seen>, outcome: Verdict['outcome'], words: string]

export function expectJudged<Seen>(
  probe: Probe<Seen>,
  seen: Seen,
  [, outcome, words]: Row<Seen>,
  http: HttpVersion = '3',
): void {
  const verdict = probe.judge(seen, {http})
  expect(verdict.outcome).toBe(outcome)
  expect(Object.values(verdict).join('\n')).toContain(words)
}

export {LOST, RESET} from './judging.js'
