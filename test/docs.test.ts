/** What the documentation promises to explain. */
import {readdirSync, readFileSync} from 'node:fs'
import {expect, it} from 'vitest'

const SOURCES = new URL('../src/', import.meta.url)
const TROUBLESHOOTING = readFileSync(new URL('../docs/troubleshooting.md', import.meta.url), 'utf8')

/** Every code of a diagnosis or an error that stands whole in the sources; families (certificate-…) are made of parts. */
function codes(): string[] {
  const files = readdirSync(SOURCES, {recursive: true, encoding: 'utf8'}).filter(file => file.endsWith('.ts'))
  const sources = files.map(file => readFileSync(new URL(file, SOURCES), 'utf8'))
  const written = [/\bcode: '([a-z0-9-]+)'/g, /new SetupError\([^']*?[^'\w]'([a-z0-9-]+)',/g]
  return sources.flatMap(source => written.flatMap(form => [...source.matchAll(form)].map(([, code]) => code!)))
}

it('explains every diagnosis, and every error that a user can make', () => {
  const found = new Set(codes())
  expect(found.size).toBeGreaterThan(60)
  expect([...found]).toEqual(expect.arrayContaining(['no-upgrade', 'bad-flag', 'bad-tls-files', 'no-target-address']))
  expect([...found].filter(code => !TROUBLESHOOTING.includes(`\`${code}\``))).toEqual([])
})
