/** Published examples of wire formats: fixtures/vectors. */
import {readFileSync} from 'node:fs'

export function vectors<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8')) as T[]
}
