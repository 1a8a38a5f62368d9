/** What the documentation promises to explain. */
import {readdirSync, readFileSync} from 'node:fs'
import {expect, it} from 'vitest'

const DIAGNOSES = new URL('../src/lib/reach/diagnosis/', import.meta.url)
const TROUBLESHOOTING = readFileSync(new URL('../docs/troubleshooting.md', import.meta.url), 'utf8')

/** Every code that stands whole in the sources; families (certificate-…, status-…) are made of parts. */
function codes(): string[] {
  const sources = readdirSync(DIAGNOSES).map(name => readFileSync(new URL(name, DIAGNOSES), 'utf8'))
  return sources.flatMap(source => [...source.matchAll(/code: '([a-z0-9-]+)'/g)].map(([, code]) => code!))
}

it('explains every diagnosis', () => {
  expect(codes().length).toBeGreaterThan(20)
  expect([...new Set(codes())].filter(code => !TROUBLESHOOTING.includes(`\`${code}\``))).toEqual([])
})
