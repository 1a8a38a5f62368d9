import {describe, expect, it} from 'vitest'
import {MemoryInternet, type PathOptions} from '../../src/lib/net/memory.js'
import type {UdpPathError} from '../../src/lib/net/net.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {ascii} from '../support/bytes.js'
import {netContract} from './contract.js'

const clock = new VirtualClock()

async function until(condition: () => boolean): Promise<void> {
  for (let step = 0; step < 1000 && !condition(); step++) await clock.advance(1)
  if (!condition()) throw new Error('the condition did not come true within a second of virtual time')
}

describe.each([
  ['IPv4', '192.0.2.1', '192.0.2.1:9'],
  ['IPv6', '2001:db8::1', '[2001:db8::1]:9'],
])('UDP in memory over %s', (_, ip, deadAddress) => {
  const net = new MemoryInternet(clock, seeded(1), {delayMs: 1}).host('192.0.2.1', '2001:db8::1')
  netContract(() => ({net, ip, deadAddress, until}))
})

describe('paths in memory', () => {
  function twoHosts(path: PathOptions) {
    const internet = new MemoryInternet(clock, seeded(7), {delayMs: 5})
    internet.setPath('192.0.2.1', '192.0.2.2', {delayMs: 5, ...path})
    const arrived: {ttl: number | undefined; tos: number | undefined; length: number}[] = []
    const errors: UdpPathError[] = []
    const to = internet
      .host('192.0.2.2')
      .udp(
        {local: '192.0.2.2:7'},
        {onPacket: ({ttl, tos, start, end}) => arrived.push({ttl, tos, length: end - start})},
      )
    const from = internet
      .host('192.0.2.1')
      .udp(
        {local: '192.0.2.1:0', remote: to.localAddress},
        {onPacket: () => undefined, onPathError: error => errors.push(error)},
      )
    return {internet, from, arrived, errors}
  }

  it('take from the TTL and rewrite marks', async () => {
    const {from, arrived} = twoHosts({hops: 3, rewriteTos: tos => tos & ~3})
    from.send(ascii('x'), {tos: 0x4a})
    await clock.advance(10)
    expect(arrived).toEqual([{ttl: 61, tos: 0x48, length: 1}])
  })

  it('answer when hops run out, and when a packet is too big, and the socket remembers', async () => {
    const {from, arrived, errors} = twoHosts({hops: 3, mtu: 1400})
    from.send(ascii('x'), {ttl: 3})
    expect(from.send(new Uint8Array(1400))).toBe('sent')
    await clock.advance(20)
    expect(arrived).toEqual([])
    expect(errors).toMatchObject([
      {type: 11, code: 0},
      {type: 3, code: 4, mtu: 1400, error: 'EMSGSIZE'},
    ])
    expect(from.send(new Uint8Array(1400))).toBe('too-large')
    expect(from.send(new Uint8Array(1372))).toBe('sent')
  })

  it('can be black holes', async () => {
    const {from, arrived, errors} = twoHosts({mtu: 1400, icmp: false})
    from.send(new Uint8Array(1400))
    await clock.advance(1000)
    expect([arrived, errors]).toEqual([[], []])
  })

  it('lose and double by the seed', async () => {
    const {from, arrived} = twoHosts({loss: 0.3, duplication: 0.1})
    for (let count = 0; count < 1000; count++) from.send(ascii('x'))
    await clock.advance(100)
    expect(arrived.length).toBeGreaterThan(700)
    expect(arrived.length).toBeLessThan(840)
  })

  it('names answer late, or not at all', async () => {
    const internet = new MemoryInternet(clock, seeded(1))
    internet.names.set('slow.example', {answer: {addresses: ['192.0.2.9']}, delayMs: 3000})
    const net = internet.host('192.0.2.1')
    const before = clock.now()
    expect(await clock.run(net.lookup('slow.example', new AbortController().signal))).toEqual({
      addresses: ['192.0.2.9'],
    })
    expect(clock.now() - before).toBe(3000)
    expect(await clock.run(net.lookup('none.example', new AbortController().signal))).toMatchObject({
      failure: 'no-such-name',
    })
  })
})
