/** The result document as others read it: the JSON Schema made from ours accepts what we write, and only that. */
import {Ajv2020} from 'ajv/dist/2020.js'
import {beforeAll, describe, expect, it} from 'vitest'
import {z} from 'zod'
import {resultDocument} from '../../src/lib/report/document.js'
import {udpFacts} from '../../src/lib/report/udp-facts.js'
import {proxyCertificate, World, type Probed} from '../probe/world.js'

const ajv = new Ajv2020({strict: false, validateFormats: false})
const isDocument = ajv.compile(z.toJSONSchema(resultDocument))
const isFacts = ajv.compile(z.toJSONSchema(udpFacts))

let good: Probed
let refused: Probed
beforeAll(async () => {
  const identity = await proxyCertificate()
  const [one, other] = [new World(identity), new World(identity)]
  one.proxy()
  one.responder()
  good = await one.probe()
  other.proxy({http: {admit: () => ({status: 403, headers: [['server', '\u001b[2J']]})}})
  refused = await other.probe()
})

describe('the JSON Schema', () => {
  it('accepts a good run and a bad one', () => {
    for (const {document} of [good, refused]) {
      const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>
      expect(isDocument(copy), ajv.errorsText(isDocument.errors)).toBe(true)
      expect(isFacts(copy['facts']), ajv.errorsText(isFacts.errors)).toBe(true)
    }
  })

  it('refuses what is not there to be', () => {
    const {document} = good
    expect(isDocument({...document, schema: 2})).toBe(false)
    expect(isDocument({...document, surprise: true})).toBe(false)
    expect(isDocument({...document, exitCode: 'zero'})).toBe(false)
    expect(isDocument({...document, roads: [{...document.roads[0], viability: 'splendid'}]})).toBe(false)
  })
})
