/**
 * The addon and the life of a process: what is open keeps it alive and nothing else does, and no way of ending, be it a
 * worker's or the whole process's, crashes. Each experiment has a process of its own, as a crash would take ours along.
 */
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {beforeAll, describe, expect, it} from 'vitest'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'

/** Long enough for a slow machine; far less than what would be a hang. */
const PROMPT_MS = 10_000
const addon = fileURLToPath(new URL('../../native/masque-engine.node', import.meta.url))

let certificate: TestCertificate

beforeAll(async () => {
  certificate = await makeCertificate()
})

async function run(script: 'exercise' | 'workers', experiment: {readonly ending: string; readonly rounds?: number}) {
  const {certificatesPem, keyPem} = certificate
  const file = fileURLToPath(new URL(`${script}.mjs`, import.meta.url))
  const input = JSON.stringify({addon, certificatesPem, keyPem, ...experiment})
  const {exitCode, signal, stdout, stderr, timedOut} = await execa(process.execPath, ['--expose-gc', file, input], {
    reject: false,
    timeout: PROMPT_MS,
  })
  return {exitCode, signal, timedOut, stderr, lines: stdout.split('\n')}
}

const CLEAN = {exitCode: 0, signal: undefined, timedOut: false, stderr: ''}

describe('a process with the engine', () => {
  it('ends by itself when everything is destroyed', async () => {
    expect(await run('exercise', {ending: 'destroyed'})).toEqual({...CLEAN, lines: ['open']})
  })

  it('lives while something is open, and no longer', async () => {
    expect(await run('exercise', {ending: 'kept'})).toEqual({...CLEAN, lines: ['open', 'still here']})
  })

  it('ends when what was open is forgotten and collected', async () => {
    expect(await run('exercise', {ending: 'forgotten'})).toEqual({...CLEAN, lines: ['open']})
  })

  it.each(['exit', 'exit-in-callback'])('may be ended in the middle of things: %s', async ending => {
    expect(await run('exercise', {ending})).toEqual({...CLEAN, lines: ['open']})
  })

  it('fails as any other when an error is not caught', async () => {
    const {stderr, ...rest} = await run('exercise', {ending: 'thrown'})
    expect(rest).toEqual({exitCode: 1, signal: undefined, timedOut: false, lines: ['open']})
    expect(stderr).toContain('on purpose')
  })
})

describe('workers with the engine', () => {
  it.each([
    ['terminated with a connection open', 'left'],
    ['ending by themselves after closing', 'destroyed'],
    ['exiting with a connection open', 'exit'],
  ])('leave no thread behind: %s', async (_, ending) => {
    const {lines, ...rest} = await run('workers', {ending, rounds: 4})
    expect(rest).toEqual(CLEAN)
    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual(
      Array.from({length: 4}, (__, round) => ({round, left: []})),
    )
  })
})
