/** `masque shell` at a terminal: completion, Ctrl-C, history, resizing, and output above the prompt. Needs python3 for the pty. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, expect, it} from 'vitest'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const terminal = fileURLToPath(new URL('terminal.py', import.meta.url))
const state = mkdtempSync(join(tmpdir(), 'masque-terminal-'))
const history = join(state, 'history')
afterAll(() => {
  rmSync(state, {recursive: true})
})

type Step = {readonly type: string} | {readonly wait: string} | {readonly columns: number}

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const UP = '\x1b[A'
const READY = 'help lists the words'

/** What the terminal showed, without escape sequences, and the exit code. */
async function session(...steps: Step[]): Promise<{readonly screen: string; readonly exitCode: number | undefined}> {
  const program = JSON.stringify([process.execPath, bin, 'shell', 'self'])
  const env = {XDG_STATE_HOME: state, MASQUE_HISTORY: history, TERM: 'xterm', NO_COLOR: '1'}
  const run = await execa('python3', [terminal, program, JSON.stringify(steps)], {env, reject: false, timeout: 120_000})
  expect(run.stderr).toBe('')
  return {screen: run.stdout.replaceAll(/\x1b\[[0-9;]*[A-Za-z]/g, ''), exitCode: run.exitCode}
}

it('completes, converses, stops a word and not the session, and leaves', async () => {
  const {screen, exitCode} = await session(
    {wait: READY},
    {type: 'op\tudp @t\t\r'},
    {wait: 'ok '},
    {type: 'capsule wrap\t\r'},
    {wait: 'WRAP_UP (0x272dda5e) len 0'},
    {type: 'send "a line that is long enough to wrap around the end of a terminal of eighty columns"\r'},
    {wait: 'echo of'},
    {columns: 50},
    {type: 'wait 60s\r'},
    {type: CTRL_C},
    {wait: 'stopped; Ctrl-C once more leaves'},
    {type: 'send "still here"\r'},
    {wait: 'echo of'},
    {type: CTRL_D},
    {wait: 'recorded in'},
  )
  expect(screen).toContain('open udp @target')
  expect(exitCode).toBe(0)
}, 130_000)

it('keeps a history without secrets, which the next session has', async () => {
  await session(
    {wait: READY},
    {type: "header 'cookie: s3cret'\r"},
    {type: 'show\r'},
    {wait: 'cookie: [secret]'},
    {type: 'set context 2\r'},
    {type: 'quit\r'},
    {wait: 'recorded in'},
  )
  expect(readFileSync(history, 'utf8')).toMatch(/show\nset context 2\nquit\n$/)
  expect(readFileSync(history, 'utf8')).not.toContain('s3cret')
  const {screen} = await session(
    {wait: READY},
    {type: UP + UP + '\r'},
    {type: 'show\r'},
    {wait: 'context 2 (typed)'},
    {type: CTRL_D},
    {wait: 'recorded in'},
  )
  expect(screen).toContain('set context 2')
}, 130_000)

it('Ctrl-C twice leaves, as interrupted', async () => {
  const {screen, exitCode} = await session(
    {wait: READY},
    {type: CTRL_C},
    {wait: 'Ctrl-C once more leaves'},
    {type: CTRL_C},
    {wait: 'recorded in'},
  )
  expect(screen).not.toContain('stopped')
  expect(exitCode).toBe(130)
}, 130_000)
