/** `forward ip` on real kernels: what the proxy says becomes an interface, programs use it, and nothing is left behind. */
import {spawn, type ChildProcessByStdio} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {expect, it} from 'vitest'
import {format} from '../../src/lib/net/address.js'
import {ascii} from '../support/bytes.js'
import {until} from '../support/until.js'
import {Agent} from './support/agent.js'
import {chain, type Chain} from './support/chain.js'
import {command} from './support/command.js'
import {duringAll} from './support/during.js'
import type {Host} from './support/host.js'
import {program} from './support/requirements.js'

const PEER = fileURLToPath(new URL('support/ip-peer.mjs', import.meta.url))
/** Nobody in the lab has these: only through the tunnel does something answer. */
const FAR = {v4: '203.0.113.200', v6: '2001:db8:9::7'} as const

/** A program of ours in a namespace that talks in lines of JSON. */
class Talker implements AsyncDisposable {
  readonly heard: Record<string, unknown>[] = []
  readonly #child: ChildProcessByStdio<Writable, Readable, null>

  constructor(host: Host, ...words: readonly string[]) {
    const [name, all] = host.inside(process.execPath, ...words)
    this.#child = spawn(name, all, {stdio: ['pipe', 'pipe', 'inherit']})
    createInterface({input: this.#child.stdout}).on('line', line => {
      this.heard.push(JSON.parse(line) as Record<string, unknown>)
    })
  }

  tell(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`)
  }

  of(event: string): Record<string, unknown>[] {
    return this.heard.filter(message => message['event'] === event)
  }

  async interrupt(): Promise<number | null> {
    const exited = once(this.#child, 'exit') as Promise<[number | null]>
    this.#child.kill('SIGINT')
    const [code] = await exited
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }
}

const lab = duringAll((): Promise<Chain<'client' | 'edge' | 'proxy'>> => chain('client', 'edge', 'proxy'))

function shown(...words: readonly string[]): Promise<string> {
  return command(...lab().hosts.client.inside('ip', ...words))
}

it('carries what programs send, answers what comes, follows the proxy, and leaves nothing behind', async () => {
  const {client, edge, proxy} = lab().hosts
  const address = format(proxy.left.v4, 4433)
  await using peer = new Talker(proxy, PEER, address, proxy.left.v4)
  await until(() => peer.of('listening').length > 0)
  const pin = String(peer.of('listening')[0]!['pin'])
  const words = ['forward', 'ip', address, '--pin', pin, '--tun', 'masque0', '--default-route', '--format', 'jsonl']
  await using forward = new Talker(client, program, ...words)
  await until(() => forward.of('ready').length > 0)
  expect(forward.of('ready')[0]).toMatchObject({
    device: 'masque0',
    addresses: ['10.64.0.2', 'fd00:64::2'],
    routes: ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'],
    left: [],
  })
  expect(await shown('route', 'get', proxy.left.v4)).toContain(`via ${edge.left.v4}`)
  expect(await shown('-o', 'link', 'show', 'masque0')).toContain(`mtu ${String(forward.of('ready')[0]!['mtu'])}`)

  await using agent = new Agent(client)
  for (const family of ['v4', 'v6'] as const) {
    const socket = await agent.open({local: family === 'v4' ? '0.0.0.0:0' : '[::]:0'})
    await socket.send(ascii('through the kernel'), {to: format(FAR[family], 7)})
    await until(() => socket.packets.length > 0)
    expect(socket.packets[0]).toMatchObject({from: format(FAR[family], 7)})
  }
  // From this host itself: nobody takes a hop (RFC 9484 section 7.2), and sums are right when they get there.
  expect(peer.of('udp')).toEqual([
    {event: 'udp', ttl: 64, from: '10.64.0.2', problems: []},
    {event: 'udp', ttl: 64, from: 'fd00:64::2', problems: []},
  ])

  peer.tell({operation: 'ping', from: FAR.v4, to: '10.64.0.2'})
  peer.tell({operation: 'ping', from: FAR.v6, to: 'fd00:64::2'})
  await until(() => peer.of('echo-reply').length === 2)
  expect(peer.of('echo-reply').map(({from, problems}) => [from, problems])).toEqual([
    ['10.64.0.2', []],
    ['fd00:64::2', []],
  ])

  // The next tunnel brings other addresses.
  peer.tell({operation: 'end'})
  await until(() => forward.of('plan').length > 1)
  expect(forward.of('plan').at(-1)).toMatchObject({addresses: ['10.64.0.3', 'fd00:64::3']})
  expect(await shown('-o', '-4', 'address', 'show', 'dev', 'masque0')).toMatch(/10\.64\.0\.3\/32/)
  expect(await shown('-o', '-4', 'address', 'show', 'dev', 'masque0')).not.toContain('10.64.0.2/32')

  expect(await forward.interrupt()).toBe(0)
  expect(forward.of('problem')).toEqual([])
  expect(forward.of('end')[0]).toMatchObject({dropped: {ownConnection: 0, tooLarge: 0, unsent: 0}})
  expect(await shown('-o', 'link', 'show')).not.toContain('masque0')
  expect(await shown('route', 'show')).not.toContain(proxy.left.v4)
})
