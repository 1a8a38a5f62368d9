/** What a check tells while it goes on: a line each in jsonl, and all that is left of a run that was killed. */
import {expect, it} from 'vitest'
import {resultDocument} from '../../../src/lib/report/document.js'
import {Remains} from '../../../src/lib/report/interrupted.js'
import {runEvent, type RunEvent} from '../../../src/lib/report/run-event.js'
import {failing} from './documents.js'
import {render} from './render.js'

const {tool, seed, startedAt, results} = failing()
const checking = {
  event: 'checking',
  tMs: 1,
  id: 'rfc9298/3.1/df-bit',
  http: '3',
  done: 0,
  total: 2,
  limitMs: 9000,
} as const
const EVENTS: readonly RunEvent[] = [
  {event: 'proxy', tMs: 0, template: 'https://proxy.example/'},
  checking,
  ...results.slice(0, 4).map(result => ({event: 'result', tMs: 2, result}) as const),
]

it('jsonl: an event a line, as it happens; the last one is the run', async () => {
  const lines = (await render('jsonl', failing(), {events: EVENTS})).trimEnd().split('\n')
  const parsed = lines.map(line => JSON.parse(line) as Record<string, unknown>)
  expect(parsed.slice(0, -1).map(line => runEvent.parse(line))).toEqual(EVENTS)
  const {event, ...document} = parsed.at(-1) ?? {}
  expect(event).toBe('result')
  expect(resultDocument.parse(document)).toEqual(failing())
})

it('a killed run has what was found until then, and accuses of nothing else', async () => {
  const remains = new Remains({kind: 'run-begin', schema: 1, tool, command: 'check', seed, startedAt})
  for (const event of EVENTS) remains.event(event)
  const document = resultDocument.parse(remains.document())
  expect(document.results).toEqual(results.slice(0, 4))
  expect(document).toMatchObject({verdict: 'interrupted', exitCode: 130, summary: {pass: 3, fail: 1, inconclusive: 0}})
  const text = await render('table', document)
  expect(text).toContain('✗ FAIL   rfc9298/5/unknown-context')
  expect(text.trimEnd()).toMatch(/Interrupted\. So far: 1 requirement violated\.$/)
})
