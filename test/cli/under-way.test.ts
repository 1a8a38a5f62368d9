/** What the line of progress of a check says. */
import {expect, it} from 'vitest'
import {UnderWay} from '../../src/lib/cli/under-way.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'

const begin = (id: string, tMs: number, limitMs = 0, done = 0): RunEvent => ({
  event: 'checking',
  tMs,
  id,
  http: '3',
  done,
  total: 9,
  limitMs,
})
const end = (id: string, tMs: number): RunEvent => ({
  event: 'result',
  tMs,
  result: {
    id,
    title: 't',
    level: 'must',
    outcome: 'pass',
    label: 'pass',
    because: 'b',
    http: '3',
    citation: 'RFC 9298 section 3',
  },
})

it('tells of whom the user waits for, and for how long still', () => {
  const line = new UnderWay()
  expect(line.after(begin('a', 0))).toEqual({text: '0/9 a over HTTP/3', limitMs: 0})
  expect(line.after(begin('slow', 100, 10_000))).toEqual({text: '0/9 slow over HTTP/3,', limitMs: 10_000})
  expect(line.after(begin('slower', 200, 20_000))).toEqual({text: '0/9 slower over HTTP/3,', limitMs: 20_000})
  expect(line.after(end('slower', 1200))).toEqual({text: '1/9 slow over HTTP/3,', limitMs: 8900})
  expect(line.after(begin('b', 2200, 0, 1))).toEqual({text: '1/9 slow over HTTP/3,', limitMs: 7900})
  expect(line.after(end('slow', 3000))).toEqual({text: '2/9 a over HTTP/3', limitMs: 0})
  expect(line.after(end('a', 3000))).toEqual({text: '3/9 b over HTTP/3', limitMs: 0})
  expect(line.after(end('b', 3100))).toBeUndefined()
})

it('what is over its time, and what says nothing of it, is no reason to promise anything', () => {
  const line = new UnderWay()
  line.after(begin('slow', 0, 1000))
  expect(line.after(begin('a', 5000))).toEqual({text: '0/9 slow over HTTP/3', limitMs: 0})
  expect(line.after({event: 'note', tMs: 1, text: 'HTTP/3: offered'})).toBeUndefined()
})
