/** What is published, without publishing: manifests, versions, and what a library must be. Runs the script as it is. */
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {platformName} from '../../src/lib/native/binding.js'
import {
  checkLibrary,
  checkVersions,
  mainManifest,
  newestGlibc,
  OLDEST_GLIBC,
  packageName,
  platform,
  platformManifest,
  platforms,
  repositoryOf,
} from './scripts.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-release-'))
})
afterAll(() => rm(folder, {recursive: true}))

describe('the packages', () => {
  it('are for what the loader asks for', () => {
    expect(platforms.map(({name}) => name)).toContain(platformName())
    expect(packageName(platform('linux-x64-musl'))).toBe('@masque/engine-linux-x64-musl')
    expect(() => platform('linux-vax')).toThrow(/there are linux-x64-gnu, /)
  })

  it('say where they can be installed, and hold one library', () => {
    const facts = {...manifest, version: '1.2.3', repository: repositoryOf({GITHUB_REPOSITORY: 'owner/name'})}
    expect(platformManifest(platform('linux-arm64-musl'), facts)).toMatchObject({
      name: '@masque/engine-linux-arm64-musl',
      version: '1.2.3',
      files: ['masque-engine.node'],
      main: 'masque-engine.node',
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
      engines: manifest['engines'],
      repository: {url: 'git+https://github.com/owner/name.git'},
    })
    expect(platformManifest(platform('darwin-arm64'), facts)).not.toHaveProperty('libc')
  })

  it('are named by the main one, exactly its version, in what is published only', () => {
    const published = mainManifest({...manifest, version: '1.2.3'}, platforms, undefined)
    const engines = platforms.map(each => [packageName(each), '1.2.3'])
    const others = {'@fails-components/webtransport': expect.any(String) as string}
    expect(published.optionalDependencies).toEqual({...Object.fromEntries(engines), ...others})
    expect(published).not.toHaveProperty('scripts')
    expect(published).not.toHaveProperty('devDependencies')
    expect(manifest['optionalDependencies']).toEqual(others)
  })

  it('are those that docs/installing.md tells of, with what is tested', async () => {
    const text = await readFile(join(root, 'docs/installing.md'), 'utf8')
    const rows = text.split('\n').filter(line => line.includes('`@masque/engine-'))
    const told = rows.map(row => [/`([^`]+)`/.exec(row)?.[1], row.includes(' ci ') ? 'ci' : 'release'])
    expect(told).toEqual(platforms.map(one => [packageName(one), one.tested]))
  })
})

describe('versions', () => {
  async function checkout(changelog: string, edit: (path: string, text: string) => string = (_, text) => text) {
    const copy = await mkdtemp(join(folder, 'checkout-'))
    await mkdir(join(copy, 'native'))
    const paths = ['package.json', 'package-lock.json', 'oclif.manifest.json', 'native/Cargo.toml', 'native/Cargo.lock']
    for (const path of paths) await writeFile(join(copy, path), edit(path, await readFile(join(root, path), 'utf8')))
    await writeFile(join(copy, 'CHANGELOG.md'), changelog)
    return copy
  }
  const version = manifest['version'] as string
  const good = `# Changelog\n\n## ${version} (2026-01-31)\n\n- Something.\n`

  it('are one, with a tag and a dated section', async () => {
    expect(checkVersions(await checkout(good), `v${version}`)).toEqual({version, problems: []})
  })

  it('that differ are told, all of them', async () => {
    const other = await checkout('# Changelog\n', (path, text) =>
      path === 'native/Cargo.toml' ? text.replace(`version = "${version}"`, 'version = "7.7.7"') : text,
    )
    expect(checkVersions(other, 'v8.8.8').problems).toEqual([
      `package.json says ${version}, native/Cargo.toml 7.7.7`,
      `package.json says ${version}, tag v8.8.8 8.8.8`,
      `CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)"`,
    ])
  })

  it('without a date, or with nothing to tell, are not released', async () => {
    const empty = await checkout(`# Changelog\n\n## ${version} (unreleased)\n\nSoon.\n`)
    expect(checkVersions(empty, undefined).problems).toEqual([
      `CHANGELOG.md: "## ${version} (unreleased)" has no date`,
      `CHANGELOG.md: nothing is said of ${version}`,
    ])
  })
})

describe('a library', () => {
  it('asks for the newest of the versions its symbols have', () => {
    const symbols = '0 DF *UND* 0 (GLIBC_2.9) a\n0 DF *UND* 0 (GLIBC_2.28) b\n0 DF *UND* 0 (GLIBC_2.2.5) c\n'
    expect(newestGlibc(symbols)).toBe('2.28')
    expect(newestGlibc('0 DF *UND* 0 Base a')).toBeUndefined()
  })

  it('of another platform is refused', () => {
    const addon = join(root, 'native/masque-engine.node')
    for (const name of ['darwin-arm64', 'win32-x64']) {
      expect(() => checkLibrary(addon, platform(name))).toThrow(/is no library for/)
    }
    const foreign = platforms.filter(({os, cpu}) => os === 'linux' && cpu !== process.arch)
    expect(foreign).toHaveLength(2)
    for (const one of foreign) expect(() => checkLibrary(addon, one)).toThrow(/is for machine/)
  })
})

describe('a dry run', () => {
  const name = `linux-${process.arch}-gnu`
  const dryRun = async (artifacts: string, ...more: string[]) => {
    const words = [join(root, 'scripts/release.mjs'), '--artifacts', artifacts, '--out', join(folder, 'npm'), ...more]
    const {exitCode, stdout, stderr} = await execa(process.execPath, words, {reject: false})
    return {exitCode, stdout, stderr}
  }

  it('says which library is missing, and how it is made', async () => {
    const {exitCode, stderr} = await dryRun(join(folder, 'nothing'), '--dry-run', '--only', name)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`scripts/release/build.mjs ${name}`)
  })

  it('refuses what was built for this system alone', async () => {
    // A plain build asks for the glibc of the system it was built on; where that is old enough, it may be published.
    const artifacts = join(folder, 'artifacts')
    await mkdir(join(artifacts, name), {recursive: true})
    await cp(join(root, 'native/masque-engine.node'), join(artifacts, name, 'masque-engine.node'))
    const {stdout: symbols} = await execa('objdump', ['-T', join(root, 'native/masque-engine.node')])
    const newest = newestGlibc(symbols) ?? ''
    const {exitCode, stdout, stderr} = await dryRun(artifacts, '--dry-run', '--only', name)
    if (newest.localeCompare(OLDEST_GLIBC, 'en', {numeric: true}) > 0) {
      expect(stderr).toContain(`needs glibc ${newest}; ${OLDEST_GLIBC} is what we promise`)
      expect([exitCode, stdout]).toEqual([1, ''])
    } else {
      expect(exitCode).toBe(0)
      expect(stdout.split('\n').map(line => line.split(' ')[1])).toEqual(['publish', 'publish'])
    }
  })

  it('publishes what was packed and tried: all of it, the main one last', async () => {
    const packed = join(folder, 'packed')
    await mkdir(packed)
    const tarball = async (name: string, file: string, version: string) => {
      const stage = await mkdtemp(join(folder, 'stage-'))
      await mkdir(join(stage, 'package'))
      await writeFile(join(stage, 'package/package.json'), JSON.stringify({name, version}))
      await execa('tar', ['-czf', join(packed, `${file}-${version}.tgz`), '-C', stage, 'package'])
    }
    await tarball('masque', 'masque', '1.2.3-rc.1')
    expect((await dryRun(folder, '--dry-run', '--packed', packed)).stderr).toContain('holds 1 packages')
    for (const one of platforms) await tarball(packageName(one), `masque-engine-${one.name}`, '1.2.3-rc.1')
    const {exitCode, stdout} = await dryRun(folder, '--dry-run', '--packed', packed)
    expect(exitCode).toBe(0)
    const lines = stdout.split('\n')
    expect(lines).toHaveLength(platforms.length + 1)
    expect(lines.at(-1)).toContain('/masque-1.2.3-rc.1.tgz --provenance --access public --tag next')
    expect(lines.slice(0, -1).every(line => line.includes('/masque-engine-'))).toBe(true)
  })

  it('is what --only is for: a release has every platform, and a tag', async () => {
    expect(await dryRun(folder, '--only', name, '--tag', 'v0')).toMatchObject({exitCode: 1, stdout: ''})
    expect((await dryRun(folder)).stderr).toContain('a release needs --tag')
  })
})
