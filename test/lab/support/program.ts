/** The program as its users run it, on a host of the lab. */
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {execa} from 'execa'
import {resultDocument, type ResultDocument} from '../../../src/lib/report/document.js'
import {udpFacts, type UdpFacts} from '../../../src/lib/report/udp-facts.js'
import type {Host} from './host.js'
import {program} from './requirements.js'

export type Environment = Readonly<Record<string, string>>

/** Longer than any run here should take: what hangs is told by the test that started it. */
const TIMEOUT_MS = 40_000

export function start(host: Host, words: readonly string[], env: Environment = {}) {
  return execa(...host.inside(process.execPath, program, ...words), {env, reject: false, timeout: TIMEOUT_MS})
}

export interface Probed {
  readonly exitCode: number | undefined
  readonly document: ResultDocument
  readonly facts: UdpFacts
  readonly stderr: string
}

/** `probe udp` with more words: over HTTP/3, unless they say otherwise. */
export function startProbe(host: Host, words: readonly string[], env: Environment = {}) {
  const http = words.includes('--http') ? [] : ['--http', '3']
  return start(host, ['probe', 'udp', ...http, ...words], env)
}

/** As `startProbe`, with its document, which has been checked against its schema. */
export async function probeUdp(host: Host, words: readonly string[], env: Environment = {}): Promise<Probed> {
  const {exitCode, stdout, stderr} = await startProbe(host, ['--json', ...words], env)
  const document = resultDocument.parse(JSON.parse(stdout))
  return {exitCode, document, facts: udpFacts.parse(document.facts), stderr}
}

/** `serve …`: what it announced, and a way to stop it. */
export interface Served<Announcement> extends AsyncDisposable {
  readonly announced: Announcement
  /** Asks it to stop, as Ctrl-C does; its exit code, and what it logged. */
  stop(): Promise<{readonly exitCode: number | undefined; readonly log: string}>
}

/** @throws Error with what the server said, if it does not come up */
export async function serve<Announcement>(
  host: Host,
  words: readonly string[],
  env: Environment = {},
): Promise<Served<Announcement>> {
  const running = execa(...host.inside(process.execPath, program, 'serve', ...words, '--json'), {reject: false, env})
  const stop = async (): Promise<{exitCode: number | undefined; log: string}> => {
    running.kill('SIGINT')
    const {exitCode, stderr} = await running
    return {exitCode, log: stderr}
  }
  const announced = once(createInterface({input: running.stdout}), 'line') as Promise<[line: string]>
  const [line] = await Promise.race([announced, running.then(() => [undefined])])
  if (line === undefined) throw new Error(`serve ${words.join(' ')}: ${(await running).stderr}`)
  const dispose = async (): Promise<void> => {
    await stop()
  }
  return {announced: JSON.parse(line) as Announcement, stop, [Symbol.asyncDispose]: dispose}
}
