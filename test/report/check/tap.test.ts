/** TAP, read back by another program: it counts as we do, and no peer can write a line of it. */
import fc from 'fast-check'
import {Parser} from 'tap-parser'
import {describe, expect, it} from 'vitest'
import type {ResultDocument} from '../../../src/lib/report/document.js'
import {escape} from '../../../src/lib/style/escape.js'
import {failing, honest, hostile, interrupted, many, nothingTested, probe} from './documents.js'
import {anyText, EVIL, goldenPath, GOLDENS, render, renderSeveral} from './render.js'

interface Assertion {
  readonly ok: boolean
  readonly name: string
  readonly skip: string | boolean
  readonly todo: string | boolean
  readonly diag: Readonly<Record<string, unknown>> | null
}

interface Final {
  readonly ok: boolean
  readonly count: number
  readonly pass: number
  readonly skip: number
  readonly todo: number
  readonly bailout: string | false
  readonly failures: readonly unknown[]
}

/** Strict: what is no TAP is a failure. */
function read(text: string): {points: readonly Assertion[]; final: Final; extra: unknown[]} {
  const points: Assertion[] = []
  const extra: unknown[] = []
  let final: unknown
  const parser = new Parser({strict: true})
  parser.on('assert', point => points.push(point as unknown as Assertion))
  parser.on('extra', line => extra.push(line))
  parser.on('complete', result => {
    final = result
  })
  parser.end(text)
  return {points, final: final as Final, extra}
}

const finalOf = async (document: ResultDocument): Promise<Final> => read(await render('tap', document)).final

describe('tap', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('tap', make())).toMatchFileSnapshot(goldenPath('tap', name))
  })

  it('is good only where the run is', async () => {
    expect(await finalOf(honest())).toMatchObject({ok: true, count: 5, skip: 1, failures: []})
    // Two violations, an error of ours, three lines of baseline and waivers.
    const final = await finalOf(failing())
    expect(final).toMatchObject({ok: false, count: 20, skip: 5, todo: 3})
    expect(final.failures).toHaveLength(6)
    expect(await finalOf(interrupted())).toMatchObject({
      ok: false,
      bailout: expect.stringMatching(/^Interrupted/) as string,
    })
    expect(await finalOf(nothingTested())).toMatchObject({ok: false, count: 1})
    expect(await finalOf(probe())).toMatchObject({ok: true, count: 1})
    expect((await finalOf(many())).failures).toHaveLength(150)
  })

  it('is one list of all runs', async () => {
    const text = await renderSeveral('tap', [
      ['monday.jsonl', honest()],
      [`${EVIL}.jsonl`, probe()],
    ])
    const {points, final} = read(text)
    expect(final).toMatchObject({ok: true, count: 6})
    expect(points.map(({name}) => name).at(0)).toBe('monday.jsonl: rfc9298/3.1/df-bit over HTTP/3')
  })

  it('takes any text: as a name, a reason and a diagnosis', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async text => {
        const document = hostile(text)
        const {points, final, extra} = read(await render('tap', document))
        expect(extra).toEqual([])
        // Ten results, and three lines of baseline and waivers.
        expect(final).toMatchObject({count: 13, skip: 2, todo: 2, bailout: false})
        expect(points.map(({ok}) => (ok ? '.' : 'x')).join('')).toBe('x...x..xxxxxx')
        expect(points[0]?.diag?.['actual'] ?? '').toBe(escape(text).trim())
      }),
    )
  })
})
