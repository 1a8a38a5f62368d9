/** JUnit's XML: a schema accepts it whatever a peer said, and a reader of it comes to the exit code's conclusion. */
import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {create} from 'xmlbuilder2'
import {validateXML} from 'xmllint-wasm'
import {describe, expect, it} from 'vitest'
import type {ResultDocument} from '../../../src/lib/report/document.js'
import {escape} from '../../../src/lib/style/escape.js'
import {failing, honest, hostile, interrupted, many, nothingTested, probe} from './documents.js'
import {anyText, EVIL, goldenPath, GOLDENS, render, renderSeveral} from './render.js'

const schema = {fileName: 'junit.xsd', contents: readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')}

async function problemsOf(...xml: readonly string[]): Promise<readonly unknown[]> {
  const files = xml.map((contents, index) => ({fileName: `${index}.xml`, contents}))
  return (await validateXML({xml: files, schema: [schema]})).errors
}

interface Parsed {
  readonly testsuites: {
    readonly testsuite: readonly {readonly testcase: readonly {readonly failure: {readonly '@message': string}}[]}[]
  }
}

/** That parser leaves the references in attributes as they are. */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

const counts = async (document: ResultDocument): Promise<string[]> => {
  const [, tests, failures, errors, skipped] =
    /<testsuites name="masque" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(
      await render('junit', document),
    ) ?? []
  return [tests, failures, errors, skipped].map(String)
}

describe('junit', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('junit', make())).toMatchFileSnapshot(goldenPath('junit', name))
  })

  it('is accepted by the schema, of one run and of several', async () => {
    const several = await renderSeveral('junit', [
      ['monday.jsonl', failing()],
      ['tuesday.jsonl', hostile(EVIL)],
      [`${EVIL}.jsonl`, probe()],
    ])
    const ofOne = await Promise.all(
      [...GOLDENS.map(([, make]) => make()), hostile(EVIL), many()].map(one => render('junit', one)),
    )
    expect(several.match(/<testsuites /g)).toHaveLength(1)
    expect(several).toContain('name="monday.jsonl: RFC 9298')
    expect(await problemsOf(several, ...ofOne)).toEqual([])
  })

  it('is refused by the schema when it is wrong, so that the schema tests something', async () => {
    const xml = await render('junit', failing())
    expect(await problemsOf(xml.replace('failures="5"', 'failures="many"'))).not.toEqual([])
    expect(await problemsOf(xml.replace('<failure message=', '<failure text='))).not.toEqual([])
    expect(await problemsOf(xml.replaceAll(/<testcase .*\/>/g, '<case/>'))).not.toEqual([])
    expect(await problemsOf(xml.replace('must', '\u0001'))).not.toEqual([])
  })

  it('takes any text: what comes out of a parser is what was said, made visible', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, {minLength: 20}), async texts => {
        const document = hostile('x')
        const results = texts.map((actual, index) => ({...document.results[0]!, id: `rfc9298/5/${index}`, actual}))
        const xml = await render('junit', {...document, results})
        expect(await problemsOf(xml)).toEqual([])
        const {testsuites} = create(xml).end({format: 'object'}) as unknown as Parsed
        const messages = testsuites.testsuite[0]!.testcase.map(({failure}) => decoded(failure['@message']))
        expect(messages).toEqual(texts.map(escape))
      }),
      {numRuns: 3},
    )
  })

  it('has no failure but what turns the exit code, and no green for what is not good', async () => {
    expect(await counts(honest())).toEqual(['5', '0', '0', '1'])
    // Two violations and three lines of baseline and waivers; known, waived and unscored ones are skipped.
    expect(await counts(failing())).toEqual(['20', '5', '1', '8'])
    expect(await counts(interrupted())).toEqual(['7', '1', '1', '1'])
    expect(await counts(nothingTested())).toEqual(['1', '0', '1', '0'])
    expect(await counts(probe())).toEqual(['1', '0', '0', '0'])
    expect(await counts({...probe(), verdict: 'inconclusive', exitCode: 3})).toEqual(['1', '0', '0', '1'])
    const warned = failing().results.filter(({label}) => label === 'warn' || label === 'pass')
    const strict = {...honest(), results: warned, verdict: 'violated', exitCode: 1} as const
    expect(await counts(strict)).toEqual(['6', '1', '0', '0'])
  })
})
