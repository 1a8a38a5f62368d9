/** Published examples of wire formats: fixtures/vectors. */
import {readFileSync} from 'node:fs'

export function vectors(name: string): readonly unknown[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8')) as unknown[]
}
