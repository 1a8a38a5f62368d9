/** docs/peers.md says what the facts on file say. `-u` writes its tables anew. */
import {fileURLToPath} from 'node:url'
import {readFileSync} from 'node:fs'
import {format, resolveConfig} from 'prettier'
import {expect, it} from 'vitest'
import {table} from './support/peers-table.js'

const FILE = fileURLToPath(new URL('../docs/peers.md', import.meta.url))
const BLOCK = /(<!-- table (udp|ip) -->)[^]*?(<!-- end of table -->)/g

it('the table of docs/peers.md is that of the facts on file', async () => {
  const text = readFileSync(FILE, 'utf8')
  expect(text.match(BLOCK)).toHaveLength(2)
  const written = text.replace(
    BLOCK,
    (_, begin: string, kind: 'udp' | 'ip', end: string) => `${begin}\n\n${table(kind)}\n\n${end}`,
  )
  const style = {...(await resolveConfig(FILE)), parser: 'markdown'}
  await expect(await format(written, style)).toMatchFileSnapshot(FILE)
})
