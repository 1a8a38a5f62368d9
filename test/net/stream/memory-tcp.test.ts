/** TCP in memory: who answers, who refuses and who is silent, and that losses cost time and no octets. */
import {expect, it} from 'vitest'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {MemoryTcp} from '../../../src/lib/net/stream/memory-tcp.js'
import type {TcpConnected} from '../../../src/lib/net/stream/tcp.js'
import {deadline, sleep} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'

const SERVER = '192.0.2.1'
const CLIENT = '192.0.2.2'

async function place(wire: ConstructorParameters<typeof MemoryTcp>[2] = {delayMs: 10}) {
  const clock = new VirtualClock()
  const tcp = new MemoryTcp(clock, seeded(5), wire)
  const server = tcp.host(SERVER, '2001:db8::1')
  const client = tcp.host(CLIENT, '2001:db8::2')
  const arrived: {stream: ByteStream; from: string}[] = []
  const nowNs = (): bigint => clock.nowNs()
  const onStream = (stream: ByteStream, from: string): void => {
    arrived.push({stream, from})
  }
  const port = await server.listen({local: `${SERVER}:443`, nowNs, onStream})
  const connect = async (remote: string, local?: string): Promise<TcpConnected | Error> => {
    using limit = deadline(clock, 3000)
    return await client.connect({remote, local, nowNs}, limit.signal).catch((error: unknown) => error as Error)
  }
  return {clock, tcp, server, client, port, arrived, connect, nowNs, onStream}
}

it('a connection takes a round trip, and carries octets both ways', async () => {
  const {clock, tcp, port, arrived, connect} = await place()
  const connected = await clock.run(connect(port.address))
  if (!('stream' in connected)) throw new Error('not connected')
  expect(clock.now()).toBe(20)
  connected.stream.end('there')
  await clock.advance(100)
  const {stream, from} = arrived[0] ?? {}
  expect(from).toBe(connected.localAddress)
  expect(String(stream?.read())).toBe('there')
  stream?.end('and back')
  await clock.advance(100)
  expect(String(connected.stream.read())).toBe('and back')
  for (const one of [connected.stream, stream]) one?.resume()
  await clock.advance(100)
  expect([tcp.open, tcp.openAt(CLIENT)]).toEqual([1, 0])
  await port[Symbol.asyncDispose]()
  expect([tcp.open, clock.pendingTimers]).toEqual([0, 0])
})

it.each([
  ['a port where nobody listens', `${SERVER}:80`, undefined, {failure: {why: 'refused'}}],
  ['an address that is not ours', `${SERVER}:443`, '192.0.2.77:0', {failure: {why: 'local', errno: 'EADDRNOTAVAIL'}}],
  ['a host that is not there', '192.0.2.99:443', undefined, {message: 'no answer within 3000 ms'}],
] as const)('%s', async (_, remote, local, expected) => {
  const {clock, connect} = await place()
  expect(await clock.run(connect(remote, local))).toMatchObject(expected)
  expect(clock.pendingTimers).toBe(0)
})

it('says whether anybody answers', async () => {
  const {tcp, client} = await place()
  expect(client.tcpAnswers(`${SERVER}:443`)).toBe('open')
  expect(client.tcpAnswers(`${SERVER}:444`)).toBe('refused')
  tcp.cut(SERVER)
  expect(client.tcpAnswers(`${SERVER}:443`)).toBe('silent')
})

it('ports are taken once, at home, and free again', async () => {
  const {server, port, nowNs, onStream} = await place()
  await expect(server.listen({local: `${SERVER}:443`, nowNs, onStream})).rejects.toMatchObject({code: 'EADDRINUSE'})
  await expect(server.listen({local: `${CLIENT}:1`, nowNs, onStream})).rejects.toMatchObject({code: 'EADDRNOTAVAIL'})
  await expect(server.listen({local: 'here', nowNs, onStream})).rejects.toMatchObject({code: 'ERR_CONFIG'})
  await port[Symbol.asyncDispose]()
  const again = await server.listen({local: `${SERVER}:0`, nowNs, onStream})
  expect(again.address).toMatch(/^192\.0\.2\.1:\d+$/)
})

it('what is cut off says nothing any more, and hears nothing', async () => {
  const {clock, tcp, port, arrived, connect} = await place()
  const connected = await clock.run(connect(port.address))
  if (!('stream' in connected)) throw new Error('not connected')
  connected.stream.write('before')
  await clock.advance(100)
  connected.stream.write('on the way')
  tcp.cut(SERVER)
  arrived[0]?.stream.write('back')
  await clock.advance(60_000)
  expect(String(arrived[0]?.stream.read())).toBe('before')
  expect([connected.stream.readableLength, connected.stream.ending]).toEqual([0, undefined])
})

it('losses cost time, and pieces do not wait for each other', async () => {
  const took = async (loss: number): Promise<number> => {
    const {clock, port, arrived, connect} = await place({delayMs: 100, loss, pieces: 10})
    const connected = await clock.run(connect(port.address))
    if (!('stream' in connected)) throw new Error('not connected')
    const began = clock.now()
    connected.stream.write('x'.repeat(1000))
    await clock.run(
      (async () => {
        while ((arrived[0]?.stream.readableLength ?? 0) < 1000) await sleep(clock, 1)
      })(),
    )
    return clock.now() - began
  }
  expect(await took(0)).toBeLessThan(110)
  expect(await took(0.3)).toBeGreaterThan(300)
})

it('the end of a socket that was closed is heard, and who writes to it is reset', async () => {
  const {clock, port, arrived, connect} = await place()
  const connected = await clock.run(connect(port.address))
  if (!('stream' in connected)) throw new Error('not connected')
  await clock.advance(100)
  arrived[0]?.stream.destroy()
  connected.stream.resume()
  await clock.advance(100)
  expect([connected.stream.ending, connected.stream.takesBytes]).toEqual([{how: 'fin'}, true])
  connected.stream.write('to nobody')
  await clock.advance(100)
  expect(connected.stream.takesBytes).toBe(false)
})
