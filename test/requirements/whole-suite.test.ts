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
