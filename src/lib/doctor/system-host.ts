/** The machine we run on. */
import {execFile} from 'node:child_process'
import {constants} from 'node:fs'
import {access, readFile} from 'node:fs/promises'
import {homedir, networkInterfaces, release} from 'node:os'
import {delimiter, join} from 'node:path'
import type {Host} from './host.js'

const RUN_LIMIT_MS = 2000
/** What a shell says when a program cannot be started. */
const NOT_STARTED = 127

export function systemHost(): Host {
  return {
    env: process.env,
    platform: process.platform,
    nodeVersion: process.versions.node,
    glibcVersion: glibcVersion(),
    kernelRelease: release(),
    home: homedir(),
    read,
    find,
    run,
    interfaceOf,
  }
}

function glibcVersion(): string | undefined {
  // Without this the report looks up every network interface.
  Object.assign(process.report, {excludeNetwork: true})
  const report = process.report.getReport() as {header?: {glibcVersionRuntime?: string}}
  return report.header?.glibcVersionRuntime
}

/** As latin1, so that programs can be read too. */
async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1')
  } catch {
    return undefined
  }
}

async function find(program: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

function run(program: string, words: readonly string[]): ReturnType<Host['run']> {
  return new Promise(resolve => {
    execFile(program, [...words], {timeout: RUN_LIMIT_MS, killSignal: 'SIGKILL'}, (error, _stdout, stderr) => {
      const code = error ? error.code : 0
      resolve({exitCode: typeof code === 'number' ? code : NOT_STARTED, stderr: stderr.trim()})
    })
  })
}

function interfaceOf(ip: string): string | undefined {
  const found = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some(({address}) => address === ip),
  )
  return found?.[0]
}
