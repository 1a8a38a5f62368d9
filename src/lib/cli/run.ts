/** What a result document says of the tool and of chance. */
import {randomInt} from 'node:crypto'
import {packageVersion} from '../native/binding.js'
import type {ResultDocument} from '../report/document.js'

export function toolFacts(engine: string | null): ResultDocument['tool'] {
  return {
    name: 'masque',
    version: packageVersion(),
    engine,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
}

/** From the flag, or drawn; small enough to type. */
export function seedOf(flags: {readonly seed?: number | undefined}): number {
  return flags.seed ?? randomInt(1_000_000)
}
