/**
 * Ten thousand tunnels, a thousand connections, minutes of traffic: on neither side may anything grow. Client and proxy
 * are processes of their own.
 */
import {describe, expect, it} from 'vitest'
import {judge} from './support/growth.js'
import {courses, startPair} from './support/pair.js'
import {Peer} from './support/peer.js'
import {conclude} from './support/record.js'
import {full, scale, tolerance} from './support/scale.js'

const clients = full ? 40 : 6
const GOODBYE = 'the peer closed the connection with 0x0'
const TUNNELS_LEFT = full ? 25 : 10

describe('client and proxy', () => {
  it('keep nothing of tunnels that are over', async () => {
    await using pair = await startPair()
    const {client, proxy, aim} = pair
    await client.ask('connect', aim)
    const {steps, size} = scale({steps: 10, size: 40}, {steps: 50, size: 200})
    let done = 0
    const seen = await courses([client, proxy], {steps, size}, async () => {
      await client.ask('tunnels', {count: size, parallel: 10})
      await proxy.ask('settled', {tunnels: (done += size)})
    })
    const allowed = tolerance(
      {heapBytes: 4096, externalBytes: 32_768, rssBytes: 65_536},
      {heapBytes: 64, externalBytes: 256, rssBytes: 512},
    )
    expect(conclude({name: 'tunnels', unit: 'tunnels on one connection', courses: seen, tolerance: allowed})).toEqual(
      [],
    )
    expect(await proxy.ask('outcomes')).toEqual({'the peer ended the stream': steps * size})
  })

  it('keep nothing of connections that are over', async () => {
    await using pair = await startPair()
    const {client, proxy, aim} = pair
    await client.ask('aim', aim)
    const {steps, size} = scale({steps: 8, size: 5}, {steps: 50, size: 20})
    let done = 0
    const seen = await courses([client, proxy], {steps, size}, async () => {
      await client.ask('connections', {count: size})
      await proxy.ask('settled', {tunnels: (done += size)})
    })
    const allowed = tolerance(
      {heapBytes: 16_384, externalBytes: 131_072, rssBytes: 1 << 20},
      {heapBytes: 512, externalBytes: 2048, rssBytes: 8192},
    )
    expect(conclude({name: 'connections', unit: 'connections', courses: seen, tolerance: allowed})).toEqual([])
  })

  it('keep nothing of datagrams that went by', async () => {
    await using pair = await startPair()
    const {client, proxy, aim} = pair
    await client.ask('connect', aim)
    const {steps, size} = scale({steps: 8, size: 0.3}, {steps: 60, size: 10})
    let [echoes, done] = [0, 0]
    const seen = await courses([client, proxy], {steps, size}, async () => {
      const answer = await client.ask<{echoes: number}>('traffic', {ms: size * 1000, window: 32})
      expect(answer.echoes).toBeGreaterThan(0)
      echoes += answer.echoes
      await proxy.ask('settled', {tunnels: ++done})
    })
    const allowed = tolerance(
      {heapBytes: 262_144, externalBytes: 1 << 20, rssBytes: 16 << 20},
      {heapBytes: 512, externalBytes: 2048, rssBytes: 16_384},
    )
    const facts = {echoes}
    expect(conclude({name: 'traffic', unit: 'seconds of traffic', courses: seen, tolerance: allowed, facts})).toEqual(
      [],
    )
  })

  it.each([
    ['leave', 0, null, GOODBYE],
    ['drop dead', null, 'SIGKILL', 'nothing came from the peer until the idle timeout'],
  ])('a proxy keeps nothing of clients that %s with tunnels open', async (how, code, signal, said) => {
    await using pair = await startPair()
    const {proxy, aim} = pair
    let done = 0
    const seen = await courses([proxy], {steps: clients, size: TUNNELS_LEFT}, async () => {
      await using client = new Peer('client')
      await client.ask('connect', {...aim, transport: {idleTimeoutMs: full ? 2000 : 500}})
      await client.ask('hoard', {count: TUNNELS_LEFT})
      expect(await client.leave(how === 'leave' ? 'exit' : 'kill')).toEqual({code, signal, stderr: ''})
      await proxy.ask('settled', {tunnels: (done += TUNNELS_LEFT)})
    })
    expect(await proxy.ask('outcomes')).toEqual({[said]: clients * TUNNELS_LEFT})
    const allowed = tolerance(
      {heapBytes: 16_384, externalBytes: 131_072, rssBytes: 1 << 20},
      {heapBytes: 512, externalBytes: 8192, rssBytes: 16_384},
    )
    const name = how === 'leave' ? 'exits' : 'kills'
    expect(conclude({name, unit: 'tunnels left open', courses: seen, tolerance: allowed})).toEqual([])
  })

  it('would be caught if they kept tunnels', async () => {
    await using pair = await startPair()
    const {client, proxy, aim} = pair
    await client.ask('connect', aim)
    const seen = await courses([client, proxy], {steps: 12, size: 40}, () => client.ask('hoard', {count: 40}))
    const allowed = {sizes: {heapBytes: 1024, externalBytes: 32_768, rssBytes: 65_536}}
    expect(seen.flatMap(course => judge(course, allowed).growing)).toEqual(
      expect.arrayContaining([
        expect.stringMatching('client: heapBytes grows'),
        expect.stringMatching('proxy: heapBytes grows'),
        expect.stringMatching('proxy: .* descriptors, more'),
      ]),
    )
  })
})
