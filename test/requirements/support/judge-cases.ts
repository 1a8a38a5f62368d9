/** Runs a judge over facts: which outcome, and words that tell which of several reasons it was. */
import {describe, expect, it} from 'vitest'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import type {Case} from './answers.js'

export function judgeCases<Seen>(probe: Probe<Seen>, cases: readonly Case<Seen>[], http: HttpVersion = '3'): void {
  describe(probe.requirement.id, () => {
    it.each(cases)('%s', (_, seen, outcome, words) => {
      const verdict = probe.judge(seen, {http})
      expect(verdict).toMatchObject({outcome})
      expect(verdict.because).toContain(words)
    })
  })
}
