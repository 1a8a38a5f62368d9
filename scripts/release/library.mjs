// What a platform's library must be before it is packed: of that platform, for old systems too, and never unmapped.
import {spawnSync} from 'node:child_process'
import {closeSync, openSync, readSync} from 'node:fs'
import {OLDEST_GLIBC} from './platforms.mjs'

/** How files of systems other than Linux begin. */
const MAGIC = {darwin: 'cffaedfe', win32: '4d5a'}

/** A sentence for the log. @throws Error if it is not fit to be published */
export function checkLibrary(path, platform) {
  const header = head(path)
  const magic = MAGIC[platform.os]
  if (magic !== undefined) {
    if (!header.toString('hex').startsWith(magic)) throw new Error(`${path} is no library for ${platform.os}`)
    return `for ${platform.name}`
  }
  if (header.toString('latin1', 0, 4) !== '\x7fELF') throw new Error(`${path} is no library for Linux`)
  const machine = header.readUInt16LE(18)
  if (machine !== platform.machine) {
    throw new Error(`${path} is for machine ${machine}; ${platform.name} is ${platform.machine}`)
  }
  return platform.libc === 'glibc' ? checkGnu(path) : checkMusl(path)
}

function head(path) {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(64)
    return header.subarray(0, readSync(file, header))
  } finally {
    closeSync(file)
  }
}

function checkGnu(path) {
  const newest = newestGlibc(output('objdump', '-T', path))
  if (newest === undefined) throw new Error(`${path} asks for no glibc at all: is it for musl?`)
  if (compare(newest, OLDEST_GLIBC) > 0) {
    throw new Error(`${path} needs glibc ${newest}; ${OLDEST_GLIBC} is what we promise. Build it with cargo-zigbuild`)
  }
  if (!/FLAGS_1.*\bNODELETE\b/.test(output('readelf', '-d', path))) {
    throw new Error(`${path} lacks NODELETE: a worker that ends would unmap it under its threads`)
  }
  return `newest symbol GLIBC_${newest} (at most ${OLDEST_GLIBC}), NODELETE`
}

function checkMusl(path) {
  const newest = newestGlibc(output('objdump', '-T', path))
  if (newest !== undefined) throw new Error(`${path} needs glibc ${newest}, and is to be for musl`)
  return 'no glibc'
}

/** By what `objdump -T` prints; undefined: no symbol has a version of glibc. */
export function newestGlibc(symbols) {
  const versions = [...symbols.matchAll(/\bGLIBC_(\d+(?:\.\d+)+)/g)].map(([, version]) => version)
  return versions.sort(compare).at(-1)
}

function compare(a, b) {
  return a.localeCompare(b, 'en', {numeric: true})
}

function output(command, ...words) {
  const {status, stdout, stderr, error} = spawnSync(command, words, {encoding: 'utf8', maxBuffer: 1 << 26})
  if (error) throw new Error(`${command} is needed to read symbols (binutils): ${error.message}`)
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr.trim()}`)
  return stdout
}
