/**
 * A process whose tunnels are open ends when it is told to, and when the other side is gone: nothing that a connection
 * over TCP leaves behind keeps it alive. What does not end is killed at its time limit, and has no exit code then.
 */
import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {describe, expect, it} from 'vitest'
import {Running} from '../interop/support/running.js'

const LIMIT_MS = 20_000
const OF_THREE = 3 * LIMIT_MS

function masque(...args: readonly string[]): Running {
  return new Running(process.execPath, ['bin/run.js', ...args], {limitMs: LIMIT_MS})
}

/** Of a local program, so that a tunnel is opened for it. */
async function sendTo(port: number): Promise<void> {
  const socket = createSocket('udp4')
  socket.send('hello', port, '127.0.0.1', () => {
    socket.close()
  })
  await once(socket, 'close')
}

async function withTunnel(http: string) {
  const allowed = ['--listen', '127.0.0.1:0', '--allow-target', 'any']
  const proxy = masque('serve', 'proxy', '--http', http, ...allowed)
  const [, address = ''] = await proxy.printed(/on (127\.0\.0\.1:\d+)/)
  const local = ['--listen', '127.0.0.1:0', '--target', '127.0.0.1:9', '--format', 'jsonl', '--insecure']
  const client = masque('forward', 'udp', address, '--http', http, ...local)
  const [, port] = await client.printed(/"listening":"127\.0\.0\.1:(\d+)"/)
  await sendTo(Number(port))
  await client.printed(/"event":"peer"/)
  const dispose = async (): Promise<void> => {
    await client[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  }
  return {proxy, client, [Symbol.asyncDispose]: dispose}
}

describe.each(['1.1', '2'])('with a tunnel open over HTTP/%s', http => {
  it.concurrent('the client ends when it is stopped, and then the proxy', {timeout: OF_THREE}, async () => {
    await using both = await withTunnel(http)
    both.client.kill('SIGINT')
    expect((await both.client.ended).code).toBe(0)
    both.proxy.kill('SIGINT')
    expect((await both.proxy.ended).code).toBe(0)
  })

  it.concurrent('the proxy ends when it is stopped, and then the client', {timeout: OF_THREE}, async () => {
    await using both = await withTunnel(http)
    both.proxy.kill('SIGINT')
    expect((await both.proxy.ended).code).toBe(0)
    both.client.kill('SIGINT')
    expect((await both.client.ended).code).toBe(0)
  })

  it.concurrent('the client ends when it is stopped after the proxy was killed', {timeout: OF_THREE}, async () => {
    await using both = await withTunnel(http)
    both.proxy.kill('SIGKILL')
    await both.proxy.ended
    both.client.kill('SIGINT')
    expect((await both.client.ended).code).toBe(0)
  })
})
