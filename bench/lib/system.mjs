// Where figures were made: without it they mean nothing.
import {readFileSync} from 'node:fs'
import {availableParallelism, cpus, loadavg, release, totalmem, type} from 'node:os'
import {loadBinding, packageVersion} from '../../dist/lib/native/binding.js'

/** @returns {Readonly<Record<string, unknown>>} */
export function systemFacts() {
  return {
    masque: packageVersion(),
    engine: loadBinding().description(),
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    kernel: `${type()} ${release()}`,
    receiveBufferLimit: readNumber('/proc/sys/net/core/rmem_max'),
    load: loadavg()[0],
    at: new Date().toISOString(),
  }
}

function readNumber(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    // Not Linux.
    return undefined
  }
}
