// The packages as they are published. A platform's holds one library; the main one names them all as optional
// dependencies, exactly its version, and only here: a checkout must not depend on what is not published yet.
import {packageName} from './platforms.mjs'

export const LIBRARY = 'masque-engine.node'

export function platformManifest(platform, {version, license, engines, repository}) {
  const {os, cpu, libc, name} = platform
  return {
    name: packageName(platform),
    version,
    description: `The native engine of masque for ${name}`,
    license,
    ...(repository && {repository}),
    main: LIBRARY,
    files: [LIBRARY],
    os: [os],
    cpu: [cpu],
    ...(libc && {libc: [libc]}),
    engines,
    publishConfig: {access: 'public'},
  }
}

/** No scripts: nothing runs on a user's machine at install, and nothing was left to build. */
export function mainManifest(manifest, platforms, repository) {
  const published = {...manifest}
  delete published.scripts
  delete published.devDependencies
  const engines = platforms.map(platform => [packageName(platform), manifest.version])
  return {
    ...published,
    ...(repository && {repository}),
    optionalDependencies: {...manifest.optionalDependencies, ...Object.fromEntries(engines)},
    publishConfig: {access: 'public'},
  }
}

/** What npm needs for provenance: the repository that the workflow runs in. */
export function repositoryOf(env) {
  const name = env.GITHUB_REPOSITORY
  return name ? {type: 'git', url: `git+https://github.com/${name}.git`} : undefined
}
