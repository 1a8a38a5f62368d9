/** The table of a check: whole, narrow enough, obeying nobody, and the same live as at the end. */
import {stripVTControlCharacters} from 'node:util'
import {describe, expect, it} from 'vitest'
import type {ResultDocument} from '../../../src/lib/report/document.js'
import type {RunEvent} from '../../../src/lib/report/run-event.js'
import {failing, hostile, many} from './documents.js'
import {EVIL, goldenPath, GOLDENS, render} from './render.js'

function told({results}: ResultDocument): RunEvent[] {
  return results.flatMap((result, index) => [
    {event: 'checking', tMs: index, id: result.id, http: result.http ?? '3', done: index, total: 99, limitMs: 1000},
    {event: 'result', tMs: index, result},
  ])
}

describe('the table of a check', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('table', make())).toMatchFileSnapshot(goldenPath('table', name))
  })

  it('lists everything with -v', async () => {
    await expect(await render('table', failing(), {verbosity: 1})).toMatchFileSnapshot(goldenPath('table', 'verbose'))
  })

  it('knows marks without Unicode, and no colour on a pipe', async () => {
    const text = await render('table', failing(), {verbosity: 1, env: {LANG: 'C', TERM: 'linux'}})
    expect(text).toMatch(/^[\n -~]*$/)
    expect(text).toContain('x FAIL   rfc9298/5/unknown-context')
  })

  it.each([
    [{NO_COLOR: '1'}, false],
    [{}, true],
  ])('has colour on a terminal, unless %j says no', async (env, isColoured) => {
    const text = await render('table', failing(), {isLive: true, env: {TERM: 'xterm', LANG: 'C.UTF-8', ...env}})
    expect(text !== stripVTControlCharacters(text)).toBe(isColoured)
  })

  it.each([80, 120])('fits %d columns, at every verbosity', async columns => {
    for (const verbosity of [0, 1, 2] as const) {
      for (const document of [failing(), many(60)]) {
        const lines = (await render('table', document, {columns, verbosity})).split('\n')
        for (const line of lines.slice(1)) expect(line.length, line).toBeLessThanOrEqual(columns)
      }
    }
  })

  it('gives the verdict only, when that is asked for', async () => {
    const text = await render('table', {...failing(), warnings: []}, {verbosity: -1, columns: 1000})
    expect(text.trimEnd().split('\n')).toHaveLength(1)
    expect(text).toMatch(/^1 requirement violated;.* 3 requirements undecided;/)
  })

  it('tells the same finding over several versions once', async () => {
    const text = await render('table', failing())
    expect(text.split('its payload reached the target in 3 of 3 attempts')).toHaveLength(2)
    expect(text).toContain('must, over HTTP/3, HTTP/2')
  })

  it('obeys nobody', async () => {
    for (const verbosity of [-1, 0, 1] as const) {
      for (const isLive of [true, false]) {
        const document = hostile(EVIL)
        const text = await render('table', document, {verbosity, isLive, events: told(document)})
        expect(stripVTControlCharacters(text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      }
    }
  })

  it('keeps commands whole: what a line was broken for the shell puts together again', async () => {
    const command = `masque check 'https://p.example/{target_host}/{target_port}/' -H 'x: a  b' --only ${'x'.repeat(60)} --seed 7`
    const [result] = failing().results
    const text = await render('table', {...failing(), results: [{...result!, reproduce: command}]})
    const shown = /reproduce {2}(.*?)\n {4}explain/s.exec(text)?.[1]
    expect(shown?.split(/ \\\n +/).join(' ')).toBe(command)
    expect(shown).toContain('\\\n')
  })
})

describe('live', () => {
  const live = async (document: ResultDocument, verbosity: 0 | 1): Promise<string> =>
    stripVTControlCharacters(await render('table', document, {isLive: true, verbosity, events: told(document)}))

  it('has failures in full, each finding once, and the rest at the end', async () => {
    const document = failing()
    const text = await live(document, 0)
    expect(text.split('actual     its payload')).toHaveLength(2)
    expect(text).toContain('✗ FAIL rfc9298/5/unknown-context over HTTP/2: the same')
    expect(text.indexOf('unknown-context')).toBeLessThan(text.indexOf('HTTP/1.1  not offered'))
    const piped = await render('table', document)
    const end = (all: string): string => all.slice(all.indexOf('~ waived'))
    expect(end(text)).toBe(end(piped))
  })

  it('has every result with -v, as it is found, and none of them again', async () => {
    const text = await live(failing(), 1)
    for (const id of ['rfc9298/3.1/df-bit', 'rfc9484/4.7/no-ipv6', 'rfc9298/3.4/malformed-requests']) {
      expect(text.split(`${id}, over HTTP/3`), id).toHaveLength(2)
    }
  })
})
