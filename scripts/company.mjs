// Bad company, in tables: every bad input and every bad server, with what is printed, exit code, time and peak memory.
// To stdout, in markdown; what the tests say goes to stderr.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const TITLES = {
  inputs: 'Bad input',
  interrupted: 'Interrupted in every phase',
  servers: 'Bad servers of HTTP/3',
  'h2-servers': 'Bad servers of HTTP/2',
  h1: 'Bad servers of HTTP/1.1',
  'ip-servers': 'Bad CONNECT-IP proxies',
}

const folder = mkdtempSync(join(tmpdir(), 'masque-tables-'))
const {status} = spawnSync('npx', ['vitest', 'run', '--project', 'company'], {
  env: {...process.env, MASQUE_TEST_TABLES: folder, MASQUE_COMPANY: 'all'},
  stdio: ['ignore', 2, 2],
})
for (const name of readdirSync(folder).sort()) {
  const title = TITLES[name.replace(/\.md$/, '')] ?? name
  const table = readFileSync(join(folder, name), 'utf8')
  console.log(`## ${title}: ${table.trim().split('\n').length - 2} cases\n\n${table}`)
}
rmSync(folder, {recursive: true})
process.exitCode = status ?? 1
