// `node scripts/release/build.mjs PLATFORM FOLDER`: the platform's library into FOLDER/PLATFORM/. Linux is built by
// cargo-zigbuild, gnu against an old glibc; macOS and Windows by cargo alone, on a machine of theirs.
import {copyFileSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {cargo, targetFolder} from '../cargo.mjs'
import {checkLibrary} from './library.mjs'
import {LIBRARY} from './packages.mjs'
import {platform as find} from './platforms.mjs'

const FILES = {linux: 'libmasque_addon.so', darwin: 'libmasque_addon.dylib', win32: 'masque_addon.dll'}

/** Where it is, once it is built and fit to be published. @throws Error */
export async function build(name, folder) {
  const platform = find(name)
  const {os, target, suffix, libc} = platform
  // A library for musl is linked dynamically: Node.js brings the C library.
  if (libc === 'musl') process.env.RUSTFLAGS = '-C target-feature=-crt-static'
  const how = os === 'linux' ? ['zigbuild', '--target', `${target}${suffix}`] : ['build', '--target', target]
  const code = await cargo([...how, '--release', '--locked', '-p', 'masque-addon'])
  if (code !== 0) throw new Error(`cargo ${how.join(' ')} ended with ${code}`)
  mkdirSync(join(folder, name), {recursive: true})
  const library = join(folder, name, LIBRARY)
  copyFileSync(join(targetFolder(), target, 'release', FILES[os]), library)
  return `${library}: ${checkLibrary(library, platform)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, folder] = process.argv.slice(2)
  if (name === undefined || folder === undefined) throw new Error('PLATFORM and FOLDER are needed')
  console.error(await build(name, folder))
}
