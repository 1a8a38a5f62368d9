// The platforms there are packages for: the one list. `tested` says where the package runs before it is published;
// docs/installing.md repeats it, and a test compares the two.

/** What gnu libraries may ask of the system: RHEL 8, Debian 10, Ubuntu 20.04 and all that came after. */
export const OLDEST_GLIBC = '2.28'

/**
 * `machine`: e_machine of ELF libraries. `suffix`: of cargo-zigbuild's target.
 * `tested`: `ci` in .ci/run and before each release; `release` before each release only.
 */
export const platforms = [
  linux('linux-x64-gnu', 'x86_64-unknown-linux-gnu', 62, 'ci'),
  linux('linux-arm64-gnu', 'aarch64-unknown-linux-gnu', 183, 'release'),
  linux('linux-x64-musl', 'x86_64-unknown-linux-musl', 62, 'release'),
  linux('linux-arm64-musl', 'aarch64-unknown-linux-musl', 183, 'release'),
  {name: 'darwin-x64', target: 'x86_64-apple-darwin', os: 'darwin', cpu: 'x64', tested: 'release'},
  {name: 'darwin-arm64', target: 'aarch64-apple-darwin', os: 'darwin', cpu: 'arm64', tested: 'release'},
  {name: 'win32-x64', target: 'x86_64-pc-windows-msvc', os: 'win32', cpu: 'x64', tested: 'release'},
]

function linux(name, target, machine, tested) {
  const [, cpu, c] = name.split('-')
  const libc = c === 'gnu' ? 'glibc' : 'musl'
  return {name, target, os: 'linux', cpu, libc, machine, tested, suffix: c === 'gnu' ? `.${OLDEST_GLIBC}` : ''}
}

/** @throws Error naming those there are */
export function platform(name) {
  const found = platforms.find(one => one.name === name)
  if (found) return found
  throw new Error(`no platform '${name}'; there are ${platforms.map(one => one.name).join(', ')}`)
}

export function packageName({name}) {
  return `@masque/engine-${name}`
}
