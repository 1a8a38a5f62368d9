/** The contract of all requirements, in parts that run side by side. Only those with a probe are loaded: it is quicker. */
import {readdir} from 'node:fs/promises'
import {expect, it} from 'vitest'
import type {Probe} from '../../../src/lib/spec/probe.js'
import {probeContract} from '../contract.js'

const PARTS = 4
const FOLDERS = new URL('../../../src/lib/requirements/', import.meta.url)
const PROBE = /[/\\]probe\.ts$/

/** Every fourth one, from this on: neighbours take alike long. */
export async function proveShard(first: number): Promise<void> {
  it('all parts are there', async () => {
    const files = await readdir(new URL('../contract/', import.meta.url))
    expect(files.sort()).toEqual(Array.from({length: PARTS}, (_, part) => `part-${part}.test.ts`))
  })
  const probes = (await readdir(FOLDERS, {recursive: true})).filter(name => PROBE.test(name)).sort()
  for (const name of probes.filter((_, index) => index % PARTS === first)) {
    const {default: probe} = (await import(new URL(name, FOLDERS).href)) as {readonly default: Probe}
    probeContract(probe, name.replace(PROBE, '').replaceAll('\\', '/'))
  }
}
