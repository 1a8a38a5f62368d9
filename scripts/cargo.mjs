// Runs cargo on native/ with a target folder outside the clone, shared by clones with the same
// dependencies: a second clone then compiles our two crates only.
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const native = join(root, 'native')

/** Where cargo puts what it makes: keyed by the lock file, so that other dependencies get another folder. */
export function targetFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const key = createHash('sha256')
    .update(readFileSync(join(native, 'Cargo.lock')))
    .digest('hex')
    .slice(0, 12)
  return process.env.CARGO_TARGET_DIR || join(cache, 'masque', `native-${key}`)
}

/** Exit code of cargo; undefined if there is no cargo. Its progress is visible. */
export function cargo(args) {
  const target = targetFolder()
  mkdirSync(target, {recursive: true})
  return new Promise((resolve, reject) => {
    const child = spawn('cargo', args, {
      cwd: native,
      env: {...process.env, CARGO_TARGET_DIR: target},
      stdio: 'inherit',
    })
    child.on('error', error => (error.code === 'ENOENT' ? resolve(undefined) : reject(error)))
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const code = await cargo(process.argv.slice(2))
  if (code === undefined) console.error('masque: no cargo found; install Rust from https://rustup.rs')
  process.exitCode = code ?? 1
}
