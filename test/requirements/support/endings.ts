/** Facts that judges of HTTP/3 read again and again: how a connection ended, and what became of it after a breach. */
import {expect} from 'vitest'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import type {Verdict} from '../../../src/lib/spec/verdict.js'
import type {Aftermath} from '../../../src/lib/stimuli/h3-breach.js'

export function closedWith(codeName: string | null, change: Partial<EndingSeen> = {}): EndingSeen {
  return {by: 'peer', how: 'connection-closed', scope: 'connection', code: null, codeName, detail: 'it was', ...change}
}

/** Nobody's doing. */
export const TIMED_OUT = closedWith(null, {by: 'network', how: 'timed-out', detail: 'nothing came any more'})

/** Let pass. */
export const SERVED: Aftermath = {acknowledged: true, ending: null, after: 200}

export function aftermath(change: Partial<Aftermath>): Aftermath {
  return {acknowledged: true, ending: null, after: null, ...change}
}

export function expectVerdict({outcome, because}: Verdict, wanted: string, words: string): void {
  expect({outcome, because}).toEqual({outcome: wanted, because: expect.stringContaining(words) as string})
}
