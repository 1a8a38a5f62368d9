// Builds the native engine into native/masque-engine.node.
//
// No cargo or no C compiler: a message and exit 0, so that lint, types and documents can be worked on without them.
// A compile error: exit 1.
import {spawnSync} from 'node:child_process'
import {closeSync, copyFileSync, openSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {cargo, targetFolder} from './cargo.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = join(root, 'native', 'masque-engine.node')

function has(command) {
  return spawnSync(command, ['--version'], {stdio: 'ignore'}).status === 0
}

function missing() {
  if (!has('cargo')) return ['cargo', 'install Rust from https://rustup.rs']
  if (!['cc', 'gcc', 'clang'].some(has)) return ['a C compiler', 'install gcc or clang']
  return undefined
}

/** Clones share the target folder, and the library's name in it: build and copy must not be torn apart. */
async function exclusively(work) {
  const lock = `${targetFolder()}.lock`
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'))
      break
    } catch (error) {
      if (error.code === 'ENOENT') return work()
      if (error.code !== 'EEXIST') throw error
      if (Date.now() - statSync(lock, {throwIfNoEntry: false})?.mtimeMs > 15 * 60_000) rmSync(lock, {force: true})
      await sleep(200)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, {force: true})
  }
}

function library() {
  const names = {darwin: 'libmasque_addon.dylib', win32: 'masque_addon.dll'}
  return join(targetFolder(), 'release', names[process.platform] ?? 'libmasque_addon.so')
}

async function main() {
  const lack = missing()
  if (lack) {
    console.error(
      `masque: the native engine is not built: ${lack[0]} is missing (${lack[1]}, then 'npm run build:native').`,
    )
    console.error('masque: until then everything that speaks to a network says so.')
    return 0
  }
  console.error(
    `masque: building the native engine (about two minutes the first time; kept in ${dirname(targetFolder())})`,
  )
  return exclusively(async () => {
    const code = await cargo(['build', '--release', '-p', 'masque-addon', '--locked'])
    if (code !== 0) return 1
    // A running process may have the old file mapped: never write into it, put a new one in its place.
    const fresh = `${output}.${process.pid}`
    copyFileSync(library(), fresh)
    renameSync(fresh, output)
    console.error(`masque: native engine ready (${(readFileSync(output).length / 1e6).toFixed(1)} MB)`)
    return 0
  })
}

process.exitCode = await main()
