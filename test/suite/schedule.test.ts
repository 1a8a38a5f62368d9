/** What is looked at when, and what a run does to a proxy at once. */
import {expect, it} from 'vitest'
import {defineProbe, type Probe} from '../../src/lib/spec/probe.js'
import type {RunClass} from '../../src/lib/spec/requirement.js'
import {sleep} from '../../src/lib/spec/clock.js'
import {pass} from '../../src/lib/spec/verdict.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import unknownContext from '../../src/lib/requirements/rfc9298/5-unknown-context/requirement.js'
import {Gate, Pace} from '../../src/lib/suite/gate.js'
import {schedule, type Task} from '../../src/lib/suite/schedule.js'

const NEVER = new AbortController().signal

function task(id: string, runClass: RunClass, more: Pick<Probe, 'provokes' | 'waitsMs'> = {}): Task {
  const requirement = {...unknownContext, id, runClass}
  const probe = defineProbe({requirement, ...more, observe: () => Promise.resolve(0), judge, silence: 0, faults: {}})
  return {probe, http: '3'}
}

const judge = () => pass('it is')

it('who waits holds nobody up, who provokes has the stage with few, and stress comes last and alone', () => {
  const tasks = [
    task('stress', 'stress'),
    task('rude', 'safe', {provokes: true}),
    task('rude-and-late', 'safe', {provokes: true, waitsMs: 20}),
    task('polite', 'safe'),
    task('seconds', 'safe', {waitsMs: 5000}),
    task('minutes', 'slow', {waitsMs: 120_000}),
    task('slow-and-rude', 'slow', {provokes: true}),
  ]
  const {beside, waves} = schedule(tasks, 8)
  const ids = (list: readonly Task[]) => list.map(({probe}) => probe.requirement.id)
  expect(ids(beside)).toEqual(['minutes', 'seconds', 'slow-and-rude'])
  expect(waves.map(({limit, tasks: wave}) => [limit, ...ids(wave)])).toEqual([
    [8, 'polite'],
    [4, 'rude-and-late', 'rude'],
    [1, 'stress'],
  ])
  expect(schedule(tasks, 2).waves.map(({limit}) => limit)).toEqual([2, 2, 1])
})

it('gates with one pace begin no more in a second than was asked, and each has its own limit', async () => {
  const clock = new VirtualClock()
  const pace = new Pace(clock, 100)
  const [narrow, wide] = [new Gate(clock, 1, pace), new Gate(clock, Infinity, pace)]
  const begun: string[] = []
  const pass = (gate: Gate, name: string): Promise<void> =>
    gate.pass(async () => {
      begun.push(`${name} ${clock.now()}`)
      await sleep(clock, 350)
    }, NEVER)
  await clock.run(
    Promise.all([pass(narrow, 'a'), pass(narrow, 'b'), pass(wide, 'c'), pass(wide, 'd'), pass(wide, 'e')]),
  )
  expect(begun.sort()).toEqual(['a 0', 'b 400', 'c 100', 'd 200', 'e 300'].sort())
})

it('who waits at a gate leaves with the signal, and the next comes in', async () => {
  const clock = new VirtualClock()
  const gate = new Gate(clock, 1, new Pace(clock, 0))
  const stop = new AbortController()
  const first = gate.pass(() => sleep(clock, 100), NEVER)
  const gone = gate.pass(() => Promise.resolve('in'), stop.signal)
  const last = gate.pass(() => Promise.resolve(clock.now()), NEVER)
  stop.abort(new Error('enough'))
  await expect(gone).rejects.toThrow('enough')
  expect(await clock.run(last)).toBe(100)
  await first
})
