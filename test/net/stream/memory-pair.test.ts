/** Byte streams in memory behave as those over TCP do, whatever pieces they are cut into. */
import {describe, expect, it} from 'vitest'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {streamPair, type StreamPair, type StreamPairOptions} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'

const clock = new VirtualClock()
const pair = (options: StreamPairOptions = {}): StreamPair => streamPair(clock, seeded(7), options)

async function piecesOf(stream: ByteStream): Promise<string[]> {
  const pieces: string[] = []
  stream.on('data', (bytes: Uint8Array) => pieces.push(Buffer.from(bytes).toString()))
  await stream.over
  return pieces
}

describe.each([
  ['whole', (pieces: string[]) => pieces.length <= 3],
  ['octets', (pieces: string[]) => pieces.length === 6],
  ['coalesced', (pieces: string[]) => pieces.length === 1],
] as const)('bytes that arrive %s', (pieces, isRight) => {
  it('are all there, in order, over a link that delays, loses and reorders', async () => {
    const {client, server} = pair({pieces, delayMs: 10, jitterMs: 20, loss: 0.2, reordering: 0.2})
    for (const text of ['ab', 'cd', 'ef']) client.write(text)
    client.end()
    const arrived = await clock.run(piecesOf(server))
    expect(arrived.join('')).toBe('abcdef')
    expect(isRight(arrived)).toBe(true)
    server.end('back')
    expect((await clock.run(piecesOf(client))).join('')).toBe('back')
    expect([client.destroyed, server.destroyed]).toEqual([true, true])
  })
})

it.each(['whole', 'coalesced'] as const)('bytes that are to arrive %s wait when nobody reads', async pieces => {
  const {client, server} = pair({pieces})
  let taken = 0
  const write = (): void => {
    client.write(new Uint8Array(50_000), () => {
      taken += 50_000
      if (taken < 5_000_000) write()
    })
  }
  write()
  await clock.advance(1_000_000)
  expect(taken).toBeLessThan(1_000_000)
  expect(server.readableLength).toBeGreaterThan(0)
  server.resume()
  await clock.advance(1_000_000)
  expect(taken).toBe(5_000_000)
  client.destroy()
  server.destroy()
})

it('a reset is seen as one', async () => {
  const {client, server} = pair()
  client.reset()
  expect(await clock.run(server.over)).toEqual({how: 'reset'})
  expect(await clock.run(client.over)).toEqual({how: 'closed'})
})
