// The program itself: one version of it from npm, with signatures checked, or one that is there already; and its runs.
import {spawn} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {InputError} from './inputs.mjs'

/** One version and nothing that moves: no range, no tag, no address. */
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

export async function findMasque({executable, version}, env = process.env) {
  if (executable !== undefined) return executable
  const manifest = new URL('../package.json', import.meta.url)
  const wanted = version ?? JSON.parse(readFileSync(manifest, 'utf8')).version
  if (!VERSION.test(wanted)) throw new InputError(`version: '${wanted}' is no version as 1.2.3`)
  const folder = join(env.RUNNER_TEMP ?? '.', `masque-${wanted}`)
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, 'package.json'), JSON.stringify({private: true, dependencies: {masque: wanted}}))
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], folder)
  // Integrity is npm's own business at install; this asks for the registry's signatures and the provenance.
  await npm(['audit', 'signatures'], folder)
  return join(folder, 'node_modules', '.bin', 'masque')
}

async function npm(words, cwd) {
  const {code, signal} = await run('npm', words, {cwd, stdio: 'inherit'})
  if (code !== 0) throw new Error(`npm ${words.join(' ')} ended with ${signal ?? code}`)
}

/** @returns how it ended, and what it printed if that was not shown */
export function run(program, words, {cwd, stdio = 'inherit'}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      stdio: stdio === 'inherit' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    const chunks = {stdout: [], stderr: []}
    child.stdout?.on('data', chunk => chunks.stdout.push(chunk))
    child.stderr?.on('data', chunk => chunks.stderr.push(chunk))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const text = name => Buffer.concat(chunks[name]).toString('utf8')
      resolve({code, signal, stdout: text('stdout'), stderr: text('stderr')})
    })
  })
}
