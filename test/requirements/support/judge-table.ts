/** Tables of facts and what is to be said of them: a row changes a good world, and names the outcome and telling words. */
import {expect, test} from 'vitest'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import type {Verdict} from '../../../src/lib/spec/verdict.js'

export type TableRow<Seen> = readonly [change: Partial<Seen>, outcome: Verdict['outcome'], words: string]

export function judgeTable<Seen>(
  probe: Probe<Seen>,
  base: Seen,
  rows: readonly TableRow<Seen>[],
  http: HttpVersion = '3',
): void {
  test.each(rows)(`${probe.requirement.id} over HTTP/${http} %j: %s`, (change, outcome, words) => {
    const verdict = probe.judge({...base, ...change}, {http})
    expect(verdict.outcome).toBe(outcome)
    expect(JSON.stringify(verdict)).toContain(JSON.stringify(words).slice(1, -1))
  })
}

export function endedBy(by: EndingSeen['by'], more: Partial<EndingSeen> = {}): EndingSeen {
  return {by, how: 'reset', scope: 'tunnel', code: null, codeName: null, detail: `ended by ${by}`, ...more}
}
