/** What holds for every run, whatever the company: it ends, keeps our own trouble to ourselves, and stays small. */
import {expect} from 'vitest'
import type {Outcome} from './command.js'

/** Over what an ordinary run needs. */
const MORE_MIB = 250
/** An ordinary run: Node, oclif and the engine. */
const ORDINARY_MIB = 130
/** What a terminal obeys or a reader cannot see. */
const HARMFUL = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u

export function expectDecent({
  code,
  signal,
  stdout,
  stderr,
  peakMiB,
}: Pick<Outcome, 'code' | 'signal' | 'stdout' | 'stderr' | 'peakMiB'>): void {
  expect(signal, `it hung and was killed:\n${stdout}${stderr}`).toBeNull()
  expect([0, 1, 2, 3, 70, 130]).toContain(code)
  expectHarmless(stdout + stderr)
  expect(stdout + stderr, 'a bug of ours').not.toMatch(/bug of masque|engine of masque failed/)
  expect(peakMiB, 'peak memory').toBeLessThan(ORDINARY_MIB + MORE_MIB)
}

export function expectHarmless(text: string): void {
  expect(text, 'what a terminal would obey').not.toMatch(HARMFUL)
  expect(text, 'a stack trace').not.toMatch(/^\s+at .+:\d+/m)
}
