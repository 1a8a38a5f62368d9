/**
 * No decoder without its fuzzer: whatever src/lib/wire exports for reading stands in the one list of decoders, and every
 * input that once reached something new, or broke something, is read again (fixtures/corpus).
 */
import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {readCorpus} from './engine/corpus.mjs'
import {DECODERS} from './decoders/index.mjs'
import {names as engineNames} from './engine/rust.mjs'

const LIBRARY = new URL('../../src/lib/', import.meta.url)
const DIST = new URL('../../dist/lib/', import.meta.url)
/** What a function that takes octets or text apart is called here; and the classes that do. */
const DECODING =
  /^(?:read|parse|peek|from)|^(?:decode|blocks)$|^format(?:Ip|Address)$|^(?:Cursor|\w*(?:Reader|Parser|Intake|Decoder))$/

/** Modules whose exports others pass on: looked at first. */
const ORIGINS = ['wire/tlv']

type Exports = Readonly<Record<string, unknown>>

const load = async (file: string): Promise<Exports> => (await import(new URL(`${file}.js`, DIST).href)) as Exports

/** `wire/varint.read` and so on; what a module only passes on belongs to the one it comes from. */
async function decodersOf(folder: string): Promise<string[]> {
  const files = readdirSync(new URL(folder, LIBRARY), {recursive: true, encoding: 'utf8'})
    .filter(file => file.endsWith('.ts'))
    .map(file => folder + file.slice(0, -3))
  const found = new Map<unknown, string>()
  for (const file of files.sort((left, right) => ORIGINS.indexOf(right) - ORIGINS.indexOf(left))) {
    for (const [name, value] of Object.entries(await load(file))) {
      if (typeof value === 'function' && DECODING.test(name) && !found.has(value)) found.set(value, `${file}.${name}`)
    }
  }
  return [...found.values()].sort()
}

describe('the list of decoders', () => {
  const listed = DECODERS.flatMap(({reads}) => reads)

  it('has every decoder of src/lib/wire', async () => {
    const wire = listed.filter(name => name.startsWith('wire/'))
    expect(wire.sort()).toEqual(await decodersOf('wire/'))
  })

  it('names things that exist', async () => {
    for (const name of listed) {
      const [file = '', exported = ''] = name.split('.')
      expect(await load(file), name).toHaveProperty(exported)
    }
  })

  it('has a corpus for each, and no corpus for nobody', () => {
    const files = readdirSync(new URL('../../fixtures/corpus/', import.meta.url)).filter(file => file.endsWith('.hex'))
    const names = [...DECODERS.map(({name}) => name), ...engineNames].map(name => `${name}.hex`)
    expect(files.sort()).toEqual(names.sort())
  })
})

describe.each(DECODERS)('the corpus of $name', ({name, seeds, check}) => {
  it('breaks no promise', async () => {
    const inputs = [...seeds.map(seed => new Uint8Array(Buffer.from(seed, 'hex'))), ...readCorpus(name)]
    expect(inputs.length).toBeGreaterThan(1)
    for (const input of inputs) {
      try {
        await check(input)
      } catch (error) {
        throw new Error(`with ${Buffer.from(input).toString('hex')}`, {cause: error})
      }
    }
  })
})
