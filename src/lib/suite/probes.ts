/** Probes beside their requirements: loaded when they are needed, and only those. */
import {access} from 'node:fs/promises'
import {allRequirements} from '../spec/registry.js'
import type {Probe} from '../spec/probe.js'
import {folderOf, type Requirement} from '../spec/requirement.js'

const FOLDER = new URL('../requirements/', import.meta.url)
/** As source where that is run, compiled otherwise: as this file is. */
const EXTENSION = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** Requirements that have a probe: those without say why in their `status`. */
export async function probedRequirements(): Promise<readonly Requirement[]> {
  return (await allRequirements()).filter(({status}) => status === undefined)
}

export async function loadProbe({id}: Pick<Requirement, 'id'>): Promise<Probe> {
  const {default: probe} = (await import(fileOf(id).href)) as {readonly default: Probe}
  return probe
}

export async function hasProbe(id: string): Promise<boolean> {
  return access(fileOf(id)).then(
    () => true,
    () => false,
  )
}

function fileOf(id: string): URL {
  return new URL(`${folderOf(id)}/probe${EXTENSION}`, FOLDER)
}
