/** The release scripts, which are plain JavaScript, with types. */

export interface Platform {
  readonly name: string
  readonly os: string
  readonly cpu: string
  readonly tested: 'ci' | 'release'
}

type Manifest = Readonly<Record<string, unknown>>

interface Platforms {
  readonly OLDEST_GLIBC: string
  readonly platforms: readonly Platform[]
  readonly platform: (name: string) => Platform
  readonly packageName: (platform: Platform) => string
}

interface Packages {
  readonly platformManifest: (platform: Platform, facts: Manifest) => Manifest
  readonly mainManifest: (
    manifest: Manifest,
    platforms: readonly Platform[],
    repository: unknown,
  ) => Manifest & {readonly optionalDependencies: Readonly<Record<string, string>>}
  readonly repositoryOf: (env: Readonly<Record<string, string>>) => unknown
}

interface Library {
  readonly checkLibrary: (path: string, platform: Platform) => string
  readonly newestGlibc: (symbols: string) => string | undefined
}

interface Versions {
  readonly checkVersions: (
    root: string,
    tag: string | undefined,
  ) => {readonly version: string; readonly problems: readonly string[]}
}

async function script(name: string): Promise<unknown> {
  return import(new URL(`../../scripts/release/${name}.mjs`, import.meta.url).href)
}

export const {OLDEST_GLIBC, packageName, platform, platforms} = (await script('platforms')) as Platforms
export const {mainManifest, platformManifest, repositoryOf} = (await script('packages')) as Packages
export const {checkLibrary, newestGlibc} = (await script('library')) as Library
export const {checkVersions} = (await script('versions')) as Versions
