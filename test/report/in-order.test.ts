import {describe, expect, it} from 'vitest'
import type {RunEvent} from '../../src/lib/report/run-event.js'
import {InOrder} from '../../src/lib/report/table/in-order.js'

const begin = (road: number): RunEvent => ({event: 'road', road, tMs: 0, http: '3', address: '192.0.2.1:443'})
const note = (road: number | undefined, text: string): RunEvent => ({
  event: 'note',
  tMs: 0,
  text,
  ...(road !== undefined && {road}),
})
const end = (road: number): RunEvent => ({
  event: 'road-end',
  road,
  tMs: 0,
  http: '3',
  address: '192.0.2.1:443',
  viability: 'unknown',
  facts: {},
})

function told(events: readonly RunEvent[]): string[] {
  const order = new InOrder()
  const short = (event: RunEvent): string => `${event.road ?? ''}${event.event === 'note' ? event.text : event.event}`
  return [...events.flatMap(event => order.take(event)), ...order.rest()].map(short)
}

describe('roads at the same time', () => {
  it('are told one after the other, and what is about none of them at once', () => {
    const events = [begin(1), begin(2), note(2, 'a'), note(1, 'b'), note(undefined, 'c'), end(1), note(2, 'd'), end(2)]
    expect(told(events)).toEqual(['1road', '1b', 'c', '1road-end', '2road', '2a', '2d', '2road-end'])
  })

  it('are told whole where they were over before their turn came', () => {
    const events = [begin(1), begin(2), begin(3), end(2), note(3, 'a'), end(1), note(3, 'b')]
    expect(told(events)).toEqual(['1road', '1road-end', '2road', '2road-end', '3road', '3a', '3b'])
  })

  it('lose nothing when the run ends in the middle', () => {
    expect(told([begin(1), begin(2), note(2, 'a')])).toEqual(['1road', '2road', '2a'])
  })
})
