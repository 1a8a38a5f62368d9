// `npm ci` in a checkout: the native engine, then the TypeScript. Published packages carry no install script:
// npm runs `prepare` in checkouts and when packing only.
import {spawnSync} from 'node:child_process'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

function run(script, ...args) {
  const {status} = spawnSync(process.execPath, [script, ...args], {cwd: root, stdio: 'inherit'})
  if (status !== 0) process.exit(status ?? 1)
}

run(join('scripts', 'build-native.mjs'))
run(join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json')
run(join('scripts', 'index-requirements.mjs'))
