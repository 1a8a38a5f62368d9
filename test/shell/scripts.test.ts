/** Scripts against the embedded proxy over real sockets, on every version of HTTP: what is typed works where it matters. */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, describe, expect, it} from 'vitest'
import {begin} from '../../src/lib/cli/evidence.js'
import {openPlatform} from '../../src/lib/cli/platform.js'
import {toolFacts} from '../../src/lib/cli/run.js'
import {assemble} from '../../src/lib/cli/shell/assembly.js'
import type {ShellOptions} from '../../src/lib/cli/shell/options.js'
import {Recording} from '../../src/lib/cli/shell/recording.js'
import {Surroundings} from '../../src/lib/cli/shell/surroundings.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {drive} from '../../src/lib/shell/script/drive.js'
import {readScript} from '../../src/lib/shell/script/read.js'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const scripts = new URL('scripts/', import.meta.url)
const state = mkdtempSync(join(tmpdir(), 'masque-scripts-'))
afterAll(() => {
  rmSync(state, {recursive: true})
})

const names = readdirSync(scripts).filter(name => name.endsWith('.masque'))
const versions = ['3', '2', '1.1'] as const

function optionsFor(http: HttpVersion): ShellOptions {
  const platform = openPlatform(1)
  return {
    command: 'replay',
    via: undefined,
    proxy: {kind: 'self'},
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'roots', rootsPem: ''}},
    headers: [],
    platform,
    tool: toolFacts(platform.engine),
    seed: 1,
    signal: new AbortController().signal,
    http: [http],
    datagrams: undefined,
    timeoutMs: 15_000,
    target: undefined,
    evidence: {},
    record: undefined,
    isRecorded: false,
    keepGoing: false,
    lingerMs: 0,
    failOn: 'must',
    format: 'table',
    noColor: true,
    quiet: true,
    verbose: false,
    directory: state,
  }
}

describe.each(versions)('over HTTP/%s', http => {
  it.each(names)('%s', async name => {
    const {lines, problems} = readScript(readFileSync(new URL(name, scripts), 'utf8'))
    expect(problems).toEqual([])
    const options = optionsFor(http)
    const began = begin(options.platform.clock)
    const recording = await Recording.open(options, began)
    await using around = await Surroundings.of(options)
    const parts = {options, around, recording, began, screens: [], onRunEvent: () => undefined}
    const {session, runner, results} = assemble(parts)
    await using open = session
    const items = lines.flatMap(line => line.items)
    await drive(items, {session: open, runner, keepGoing: false, lingerMs: 0}, options.signal)
    const {exitCode, results: list} = results.conclude({interrupted: false, failOn: 'must', mustTest: true})
    expect(list.filter(({label}) => label !== 'pass' && label !== 'info')).toEqual([])
    expect(exitCode).toBe(0)
  })
})

it('what was recorded runs again, as it stands', async () => {
  const env = {XDG_STATE_HOME: state}
  const lines = 'open udp @target; send random:20; expect datagram within 10s len 20'
  const first = await execa(bin, ['shell', 'self', '--seed', '5', '-x', lines], {env, timeout: 25_000})
  const [directory = ''] = readdirSync(join(state, 'masque'))
  const recorded = join(state, 'masque', directory, 'session.masque')
  const again = await execa(bin, ['replay', recorded, 'self', '--seed', '5', '--no-record'], {timeout: 25_000})
  const typed = (text: string): string[] => text.split('\n').filter(line => !line.startsWith('#'))
  expect(typed(again.stdout)).toEqual(typed(first.stdout))
  expect(typed(readFileSync(recorded, 'utf8')).filter(Boolean)).toEqual(typed(first.stdout).filter(Boolean))
})

it('is interrupted as everything is: what was found so far is told', async () => {
  const running = execa(bin, ['shell', 'self', '--no-record', '-x', 'open udp @target; wait 60s'], {reject: false})
  for await (const line of running.iterable()) if (line === 'wait 60s') running.kill('SIGINT')
  const {exitCode, stdout} = await running
  expect(exitCode).toBe(130)
  expect(stdout).toContain('t1 response')
})
