// Packs every package, checks it, and publishes: platforms first, so that the main package never names one that is not
// there. `npm run release -- --dry-run` does all but publish.
//
//   --artifacts FOLDER   libraries as scripts/release/build.mjs left them (default: artifacts)
//   --only NAME,NAME     these platforms instead of all: for trying out, never published
//   --tag TAG            what the release is called; must be v and the version
//   --out FOLDER         where packages and tarballs are put (default: npm)
//   --packed FOLDER      publish the tarballs that a dry run left there, which were tried since, and pack nothing
//   --dry-run            publish nothing; what stands against a release is told, and only libraries are needed
import {spawnSync} from 'node:child_process'
import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {checkLibrary} from './release/library.mjs'
import {LIBRARY, mainManifest, platformManifest, repositoryOf} from './release/packages.mjs'
import {packageName, platform, platforms} from './release/platforms.mjs'
import {checkVersions} from './release/versions.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const {values: options} = parseArgs({
  options: {
    artifacts: {type: 'string', default: 'artifacts'},
    only: {type: 'string'},
    tag: {type: 'string'},
    out: {type: 'string', default: 'npm'},
    packed: {type: 'string'},
    'dry-run': {type: 'boolean', default: false},
  },
})

/** @returns what it printed */
function run(command, words, cwd = root) {
  const {status, stdout, stderr, error} = spawnSync(command, words, {cwd, encoding: 'utf8'})
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${status}\n${stdout}${stderr}`)
  return stdout
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

function writeManifest(folder, manifest) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

/** The folder of one platform's package. */
function stagePlatform(one, facts, {artifacts, out}) {
  const source = join(artifacts, one.name, LIBRARY)
  if (!existsSync(source)) {
    throw new Error(`no ${source}: node scripts/release/build.mjs ${one.name} ${options.artifacts}`)
  }
  const said = checkLibrary(source, one)
  const folder = join(out, one.name)
  mkdirSync(folder, {recursive: true})
  copyFileSync(source, join(folder, LIBRARY))
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  const text = `# ${packageName(one)}\n\nThe native engine of masque for ${one.name}. Install \`masque\`, not this.\n`
  writeFileSync(join(folder, 'README.md'), text)
  writeManifest(folder, platformManifest(one, facts))
  console.error(`${packageName(one)}: ${(statSync(source).size / 1e6).toFixed(1)} MB, ${said}`)
  return folder
}

/** The main package: what npm would pack of the checkout, with the manifest that is published. */
function stageMain(manifest, chosen, repository, out) {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', out])
  const packed = join(out, `masque-${manifest.version}.tgz`)
  const folder = join(out, 'masque')
  mkdirSync(folder, {recursive: true})
  run('tar', ['-xzf', packed, '-C', folder, '--strip-components=1'])
  rmSync(packed)
  writeManifest(folder, mainManifest(manifest, chosen, repository))
  return folder
}

/** The tarball, after everything that can be checked of it was. */
function pack(folder, out) {
  run('npx', ['--no-install', 'publint', '--strict', folder])
  const name = run('npm', ['pack', folder, '--ignore-scripts', '--silent', '--pack-destination', out]).trim()
  return join(out, name)
}

function main() {
  const dry = options['dry-run']
  const chosen = options.only === undefined ? platforms : options.only.split(',').map(platform)
  if (!dry && chosen !== platforms) throw new Error('--only is for dry runs: a release has every platform')
  if (!dry && options.tag === undefined) throw new Error('a release needs --tag')
  const {problems} = checkVersions(root, options.tag)
  for (const problem of problems) console.error(`${dry ? 'before a release' : 'no release'}: ${problem}`)
  if (!dry && problems.length > 0) return 1
  if (options.packed !== undefined) {
    publishAll(packedIn(resolve(root, options.packed)), dry)
    return 0
  }
  if (!existsSync(join(root, 'dist'))) throw new Error("no dist: 'npm run build' first")

  const [artifacts, out] = [resolve(root, options.artifacts), resolve(root, options.out)]
  rmSync(out, {recursive: true, force: true})
  mkdirSync(out, {recursive: true})
  const manifest = readManifest(root)
  const repository = repositoryOf(process.env)
  const folders = chosen.map(one => stagePlatform(one, {...manifest, repository}, {artifacts, out}))
  folders.push(stageMain(manifest, chosen, repository, out))
  publishAll(
    folders.map(folder => pack(folder, out)),
    dry,
  )
  return 0
}

/** Those of a folder, the main one last. @throws Error if there are not as many as a release has */
function packedIn(folder) {
  const tarballs = readdirSync(folder).filter(name => name.endsWith('.tgz'))
  if (tarballs.length !== platforms.length + 1) {
    throw new Error(`${folder} holds ${tarballs.length} packages; a release has ${platforms.length + 1}`)
  }
  const isEngine = name => name.startsWith('masque-engine-')
  return [...tarballs.filter(isEngine), ...tarballs.filter(name => !isEngine(name))].map(name => join(folder, name))
}

function publishAll(tarballs, dry) {
  for (const tarball of tarballs) {
    const {name, version} = JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json']))
    publish(name, version, tarball, dry)
  }
}

/** A release that broke off can be run again: what is there already is left alone. */
function publish(name, version, tarball, dry) {
  const words = ['publish', tarball, '--provenance', '--access', 'public']
  // A version with a hyphen is a pre-release: nobody gets it without asking.
  if (version.includes('-')) words.push('--tag', 'next')
  if (dry) return console.log(`npm ${words.join(' ')}`)
  const spec = `${name}@${version}`
  const {status, stdout} = spawnSync('npm', ['view', spec, 'version'], {encoding: 'utf8'})
  if (status === 0 && stdout.trim() !== '') return console.error(`${spec} is there already`)
  run('npm', words)
}

try {
  process.exitCode = main()
} catch (error) {
  console.error(`release: ${error.message}`)
  process.exitCode = 1
}
