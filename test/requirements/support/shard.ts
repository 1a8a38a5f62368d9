/** The contract of all requirements, in parts that run side by side. */
import {readdir} from 'node:fs/promises'
import {expect, it} from 'vitest'
import {folderOf} from '../../../src/lib/spec/requirement.js'
import {loadProbe, probedRequirements} from '../../../src/lib/suite/probes.js'
import {probeContract} from '../contract.js'

const PARTS = 4

/** Every fourth one, from this on: neighbours take alike long. */
export async function proveShard(first: number): Promise<void> {
  it('all parts are there', async () => {
    const files = await readdir(new URL('../contract/', import.meta.url))
    expect(files.sort()).toEqual(Array.from({length: PARTS}, (_, part) => `part-${part}.test.ts`))
  })
  const all = await probedRequirements()
  for (const requirement of all.filter((_, index) => index % PARTS === first)) {
    probeContract(await loadProbe(requirement), folderOf(requirement.id))
  }
}
