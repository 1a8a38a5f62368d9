/** The command line as a contract: a change of a name, a default or a variable shows in the snapshot, and in review. */
import {mkdtempSync, cpSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {expect, it} from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Flag {
  readonly name: string
  readonly char?: string
  readonly type: string
  readonly options?: readonly string[]
  readonly default?: unknown
  readonly env?: string
  readonly multiple?: boolean
  readonly required?: boolean
  readonly dependsOn?: readonly string[]
  readonly exclusive?: readonly string[]
}

interface Manifest {
  readonly version: string
  readonly commands: Readonly<Record<string, {readonly args: object; readonly flags: Readonly<Record<string, Flag>>}>>
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'oclif.manifest.json'), 'utf8')) as Manifest

function describeFlag(flag: Flag): string {
  const words = [
    flag.char ? `-${flag.char} --${flag.name}` : `--${flag.name}`,
    flag.options ? flag.options.join('|') : flag.type,
    flag.default === undefined || flag.default === false ? '' : `default ${JSON.stringify(flag.default)}`,
    flag.env ?? '',
    flag.multiple ? 'repeatable' : '',
    flag.required ? 'required' : '',
    flag.dependsOn?.length ? `needs ${flag.dependsOn.join(', ')}` : '',
    flag.exclusive?.length ? `not with ${flag.exclusive.join(', ')}` : '',
  ]
  return words.filter(Boolean).join('; ')
}

it('is what it was', async () => {
  const {commands} = readManifest(root)
  // The manifest has them in the order of the file system.
  const inOrder = Object.entries(commands).sort(([left], [right]) => left.localeCompare(right))
  const lines = inOrder.flatMap(([id, {args, flags}]) => [
    [id.replaceAll(':', ' '), ...Object.keys(args).map(name => name.toUpperCase())].join(' '),
    ...Object.values(flags)
      .map(flag => `  ${describeFlag(flag)}`)
      .sort(),
    '',
  ])
  await expect(lines.join('\n')).toMatchFileSnapshot(join(root, 'test', 'surface.txt'))
})

it('is what the manifest says', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'masque-manifest-'))
  try {
    for (const name of ['package.json', 'dist']) cpSync(join(root, name), join(copy, name), {recursive: true})
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    await execa('node', [join(root, 'node_modules/oclif/bin/run.js'), 'manifest', '.'], {cwd: copy})
    expect(readManifest(root), 'stale: npm run manifest').toEqual(readManifest(copy))
  } finally {
    rmSync(copy, {recursive: true})
  }
})

it('has one version, everywhere', () => {
  const read = (name: string): string => readFileSync(join(root, name), 'utf8')
  const {version} = JSON.parse(read('package.json')) as {version: string}
  expect(/\[workspace\.package\]\nversion = "(.+)"/.exec(read('native/Cargo.toml'))?.[1]).toBe(version)
  expect(readManifest(root).version).toBe(version)
})
