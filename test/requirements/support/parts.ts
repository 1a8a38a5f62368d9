/** All probes, in parts that are looked at side by side. Only requirements with a probe are loaded: it is quicker. */
import {readdir} from 'node:fs/promises'
import {expect, it} from 'vitest'
import type {Probe} from '../../../src/lib/spec/probe.js'

export interface Found {
  readonly probe: Probe
  /** Where it was found. */
  readonly folder: string
}

const FOLDERS = new URL('../../../src/lib/requirements/', import.meta.url)
const PROBE = /[/\\]probe\.ts$/

/**
 * Every so many-th, from this on: neighbours take alike long.
 * @param files where the files of the parts are: there must be one for each
 */
export async function part(first: number, parts: number, files: URL): Promise<readonly Found[]> {
  it('all parts are there', async () => {
    const names = await readdir(files)
    expect(names.sort()).toEqual(Array.from({length: parts}, (_, number) => `part-${number}.test.ts`))
  })
  return found(index => index % parts === first)
}

/** @param isWanted of those in alphabetical order; by default all */
export async function found(isWanted: (index: number) => boolean = () => true): Promise<readonly Found[]> {
  const names = (await readdir(FOLDERS, {recursive: true})).filter(name => PROBE.test(name)).sort()
  return Promise.all(names.filter((_, index) => isWanted(index)).map(load))
}

async function load(name: string): Promise<Found> {
  const {default: probe} = (await import(new URL(name, FOLDERS).href)) as {readonly default: Probe}
  return {probe, folder: name.replace(PROBE, '').replaceAll('\\', '/')}
}
