/** Byte streams over real sockets: what is told of failures, ends, and what crosses. */
import {once} from 'node:events'
import {describe, expect, it} from 'vitest'
import type {StreamEvent} from '../../../src/lib/net/stream/byte-stream.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {until} from '../../support/until.js'
import {never, servers, plainServer, dial, streamOf, textOf} from './servers.js'

describe('TCP', () => {
  it('carries bytes both ways, with every octet told', async () => {
    const address = await plainServer(socket => socket.pipe(socket))
    const seen: StreamEvent[] = []
    const stream = streamOf(await dial(address, undefined, {onWire: event => seen.push({...event})}))
    stream.write('hello ')
    stream.end('world')
    expect(await textOf(stream)).toBe('hello world')
    expect(await stream.over).toEqual({how: 'fin'})
    const total = (direction: string): number =>
      seen
        .flatMap(event => (event.kind === 'bytes' && event.direction === direction ? [event.bytes.length] : []))
        .reduce((sum, length) => sum + length, 0)
    expect([total('sent'), total('received')]).toEqual([11, 11])
    expect(seen.filter(({kind}) => kind === 'fin').map(({direction, offset}) => [direction, offset])).toEqual([
      ['sent', 11],
      ['received', 11],
    ])
    await until(() => stream.destroyed)
  })

  it('a closed port refuses', async () => {
    const address = await plainServer(() => undefined)
    servers[0]!.close()
    await once(servers[0]!, 'close')
    expect(await dial(address)).toEqual({kind: 'failed', stage: 'tcp', failure: {why: 'refused'}})
  })

  it('an address that is not ours cannot be sent from', async () => {
    const dialed = await dialStream({remote: '127.0.0.1:9', local: '192.0.2.200:0', clock: systemClock}, {}, never)
    expect(dialed).toEqual({kind: 'failed', stage: 'tcp', failure: {why: 'local', errno: 'EADDRNOTAVAIL'}})
  })

  it('a reset is told after the bytes before it, and an end by us is no end by the peer', async () => {
    const address = await plainServer(socket => {
      socket.once('data', () => socket.write('last words', () => socket.resetAndDestroy()))
    })
    const stream = streamOf(await dial(address))
    stream.write('go on')
    expect(await stream.over).toEqual({how: 'reset'})
    expect(await textOf(stream)).toBe('last words')
    const other = streamOf(await dial(await plainServer(() => undefined)))
    other.destroy(new Error('an error that nobody is to hear of'))
    expect(await other.over).toEqual({how: 'closed'})
  })

  it('resets so that the peer sees it', async () => {
    const codes: (string | undefined)[] = []
    const address = await plainServer(socket => {
      socket.on('error', error => codes.push((error as NodeJS.ErrnoException).code))
      socket.resume()
    })
    streamOf(await dial(address)).reset()
    await until(() => codes.length > 0)
    expect(codes).toEqual(['ECONNRESET'])
  })

  it('holds the peer back when nobody reads', async () => {
    let taken = 0
    const address = await plainServer(socket => {
      const block = Buffer.alloc(1 << 16)
      const more = (): void => {
        for (let count = 0; count < 4096 && socket.write(block, () => (taken += block.length)); count++);
        if (taken < 1 << 28) socket.once('drain', more)
      }
      more()
    })
    const stream = streamOf(await dial(address))
    let before = -1
    while (before !== taken) {
      before = taken
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    expect(stream.readableLength).toBeLessThan(1 << 18)
    expect(taken).toBeLessThan(1 << 25)
    stream.destroy()
  })

  it('gives up with the reason of the signal', async () => {
    const reason = new Error('changed my mind')
    const stopped = AbortSignal.abort(reason)
    await expect(dialStream({remote: '127.0.0.1:9', clock: systemClock}, {}, stopped)).rejects.toBe(reason)
    const address = await plainServer(() => undefined)
    const controller = new AbortController()
    const pending = dialStream(
      {remote: address, clock: systemClock, tls: {serverName: 'localhost', alpn: [], trust: {trust: 'anything'}}},
      {onConnected: () => controller.abort(reason)},
      controller.signal,
    )
    await expect(pending).rejects.toBe(reason)
  })
})
