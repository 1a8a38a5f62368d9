/** Programs that are stopped in the middle: exit codes, and what the other side makes of it. */
import {describe, expect, it} from 'vitest'
import {until} from '../support/until.js'
import {duringEach} from './support/during.js'
import {TunnelLab} from './support/tunnel-lab.js'

describe('with a tunnel open', () => {
  const lab = duringEach(() => TunnelLab.create())

  /** A run of a minute, and its events as lines; begun when the first answer is there. */
  async function longRun() {
    const running = lab().startProbe('--format', 'jsonl', '--count', '600')
    let text = ''
    running.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await until(() => text.includes('"event":"reply"'), 'an answer')
    return {running}
  }

  it('an interrupted proxy stops at once and well; the client says that the tunnel ended', async () => {
    const {running} = await longRun()
    expect(await lab().proxy.stop()).toMatchObject({exitCode: 0})
    const {stdout, exitCode} = await running
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/"stoppedAfter":\d+/)
    expect(stdout).toMatch(/"tunnelEnding":"[^"]+"/)
  })

  it('an interrupted client says what it had found, and the proxy notes the end', async () => {
    const {running} = await longRun()
    running.kill('SIGINT')
    const {stdout, exitCode} = await running
    expect(exitCode).toBe(130)
    expect(stdout).toContain('"verdict":"interrupted"')
    const {exitCode: proxyExit, log} = await lab().proxy.stop()
    expect(proxyExit).toBe(0)
    expect(log).toMatch(/: \d+ up, \d+ down, 0 dropped/)
  })
})
