/**
 * The whole suite in virtual time, over all three versions of HTTP at once: an honest proxy comes out clean and nothing is
 * left to guess, little loss changes nothing, and a proxy that is wrong is found out. Bad wires: test/soak.
 */
import {expect, it, vi} from 'vitest'
import unknownContext from '../../src/lib/requirements/rfc9298/5-unknown-context/probe.js'
import {labelled, PATIENCE_MS, wholeSuite} from './support/whole-suite.js'

vi.setConfig({testTimeout: PATIENCE_MS})

it('an honest proxy is met with nothing but good verdicts, and every need is met', async () => {
  const {results, preflight, tookMs} = await wholeSuite({wire: {delayMs: 1}})
  expect(preflight).toEqual(
    ['3', '2', '1.1'].map(http => ({http, state: 'offered', udp: 'carries', ip: 'carries', detail: ''})),
  )
  expect(new Set(results.map(({http}) => http))).toEqual(new Set(['3', '2', '1.1']))
  expect(results.filter(({label}) => label === 'pass').length).toBeGreaterThan(150)
  expect(labelled(results, 'fail', 'warn', 'error', 'inconclusive')).toEqual([])
  // As long as it watches for GOAWAY, and everything else beside that: nobody waits when the answer is in.
  expect(tookMs).toBeLessThan(11_000)
})

it('where one packet of a hundred is lost, nobody is accused and 95 % is decided', async () => {
  const {results} = await wholeSuite({seed: 7, wire: {loss: 0.01}})
  expect(labelled(results, 'fail', 'warn', 'error')).toEqual([])
  const undecided = labelled(results, 'inconclusive')
  expect(undecided.length / results.length, undecided.join('\n')).toBeLessThanOrEqual(0.05)
})

it('a proxy that is wrong is found out over each version, on a wire that loses 30 % as well', async () => {
  const {id} = unknownContext.requirement
  const fault = unknownContext.faults['closes-the-tunnel']
  expect(fault).toBeDefined()
  const {results} = await wholeSuite({seed: 3, wire: {loss: 0.3}, ...(fault && {fault})})
  const seen = results.filter(result => result.id === id)
  expect(seen.map(({http, label, attempts}) => ({http, label, attempts}))).toEqual(
    ['3', '2', '1.1'].map(http => ({http, label: 'fail', attempts: 3})),
  )
  // Who is accused is shown what went there and back.
  for (const {timeline = []} of seen) {
    expect(timeline.map(({direction}) => direction)).toEqual(expect.arrayContaining(['sent', 'received']))
  }
})

it('stopped in the middle it leaves nothing behind, says what is missing, and another run goes on from there', async () => {
  const first = await wholeSuite({wire: {delayMs: 1}, stopAfterMs: 2500})
  expect(first.tookMs).toBeLessThan(4000)
  expect(first.results.length).toBeGreaterThan(50)
  expect(first.unreached).toBeGreaterThan(50)
  expect(labelled(first.results, 'fail', 'warn', 'error', 'inconclusive')).toEqual([])
  const second = await wholeSuite({wire: {delayMs: 1}, known: first.looked})
  expect(second).toMatchObject({resumed: first.results.length, unreached: 0})
  expect(second.results).toHaveLength(first.results.length + first.unreached)
  expect(labelled(second.results, 'fail', 'warn', 'error', 'inconclusive')).toEqual([])
})

it('where nobody is there nothing is waited for', async () => {
  const {results, tookMs, unreached} = await wholeSuite({dead: true})
  expect(new Set(results.map(({label}) => label))).toEqual(new Set(['inconclusive']))
  expect(results.length).toBeGreaterThan(300)
  expect(unreached).toBe(0)
  // The patience of one connection, and what closes them.
  expect(tookMs).toBeLessThan(6000)
})
