/** Prefixes, pools of them, whose they are, and routes made of them. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checkPools, kernelOf, Pool} from '../../../src/lib/proxy/ip/pool.js'
import {blockOf, parsePrefix, show} from '../../../src/lib/proxy/ip/prefix.js'
import {PrefixTable} from '../../../src/lib/proxy/ip/prefix-table.js'
import {Rate} from '../../../src/lib/proxy/ip/rate.js'
import {coverage, routesWithin} from '../../../src/lib/proxy/ip/routes.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {problems} from '../../../src/lib/wire/connect-ip/route-advertisement.js'

const pool = (text: string, clock = new VirtualClock(), seed = 1, overlapping = false): Pool =>
  new Pool({prefix: parsePrefix(text), quarantineMs: 1000, overlapping, behind: 'virtual'}, clock, seeded(seed))

describe('prefixes', () => {
  it('are read as people write them, and shown in one way', () => {
    expect(['192.0.2.0/24', '192.0.2.7', '2001:DB8:0::/32', '::/0'].map(text => show(parsePrefix(text)))).toEqual([
      '192.0.2.0/24',
      '192.0.2.7/32',
      '2001:db8::/32',
      '::/0',
    ])
  })

  it.each(['', '192.0.2.0/33', '192.0.2.0/', 'x', '192.0.2.0/24/1', '192.0.2/24', '2001:db8::/129', '192.0.2.0/-1'])(
    '%j is none',
    text => {
      expect(() => parsePrefix(text)).toThrow(`'${text}' is no address prefix`)
    },
  )

  it('say which bits are too many', () => {
    expect(() => parsePrefix('192.0.2.1/24')).toThrow(
      "'192.0.2.1/24' has bits set behind its prefix: 192.0.2.0/24 has not",
    )
  })
})

describe('a pool', () => {
  it('gives every address once, but those of the network, the proxy and broadcast; then none', () => {
    const from = pool('192.0.2.0/29')
    expect(from.router).toBe('192.0.2.1')
    const taken = Array.from({length: 5}, () => from.take(32)!.address)
    expect(taken.toSorted()).toEqual([2, 3, 4, 5, 6].map(last => `192.0.2.${last}`))
    expect(from.take(32)).toBeUndefined()
  })

  it('gives the lowest that is free, where it is told to', () => {
    const options = {prefix: parsePrefix('192.0.2.0/24'), quarantineMs: 0, overlapping: false} as const
    const from = new Pool({...options, behind: 'virtual', picks: 'lowest'}, new VirtualClock(), seeded(1))
    const first = from.take(32)!
    expect([first.address, from.take(32)!.address]).toEqual(['192.0.2.2', '192.0.2.3'])
    from.giveBack({address: '192.0.2.2', length: 32})
    expect(from.take(32)!.address).toBe('192.0.2.2')
  })

  it('starts anywhere, so that nobody has the same address every time', () => {
    const starts = new Set([1, 2, 3, 4].map(seed => pool('192.0.2.0/24', new VirtualClock(), seed).take(32)!.address))
    expect(starts.size).toBeGreaterThan(2)
    const one = pool('192.0.2.0/24')
    const [first, second] = [one.take(32)!, one.take(32)!]
    one.giveBack(first)
    one.giveBack(second)
    expect([first.address, second.address]).not.toContain(one.take(32)!.address)
  })

  it('lets addresses rest, unless there are no others', async () => {
    const clock = new VirtualClock()
    const from = pool('192.0.2.0/29', clock)
    const taken = Array.from({length: 4}, () => from.take(32)!)
    from.giveBack(taken[0]!)
    const fresh = from.take(32)!
    expect(taken.map(({address}) => address)).not.toContain(fresh.address)
    expect(from.take(32)).toEqual(taken[0])
    from.giveBack(taken[1]!)
    await clock.advance(1001)
    expect(from.take(32)).toEqual(taken[1])
  })

  it('grants a wish if that address is free, and another one if not', () => {
    const from = pool('192.0.2.0/24')
    expect(from.take(32, '192.0.2.77')?.address).toBe('192.0.2.77')
    for (const wish of ['192.0.2.77', '192.0.2.1', '192.0.2.255', '198.51.100.1', '2001:db8::1']) {
      const {address} = from.take(32, wish)!
      expect(address).not.toBe(wish)
      expect(address).toMatch(/^192\.0\.2\./)
    }
  })

  it('gives whole prefixes, which no other overlaps (any order of taking and giving back)', () => {
    const step = fc.record({length: fc.integer({min: 26, max: 32}), giveBack: fc.nat()})
    fc.assert(
      fc.property(fc.array(step, {maxLength: 60}), fc.integer(), (steps, seed) => {
        const from = pool('192.0.2.0/25', new VirtualClock(), seed)
        const held: NonNullable<ReturnType<Pool['take']>>[] = []
        for (const {length, giveBack} of steps) {
          const taken = giveBack % 3 === 0 ? undefined : from.take(length)
          if (taken) {
            const block = blockOf(taken)
            const clash = held.map(blockOf).find(other => block.start <= other.end && other.start <= block.end)
            expect(clash).toBeUndefined()
            expect(block.start % BigInt(2 ** (32 - length))).toBe(0n)
            held.push(taken)
          } else if (held.length > 0) from.giveBack(held.splice(giveBack % held.length, 1)[0]!)
        }
      }),
    )
  })

  it('of IPv6 is large, and works as well', () => {
    const from = pool('2001:db8:1::/48')
    expect(from.router).toBe('2001:db8:1::1')
    expect(from.take(64)?.length).toBe(64)
    expect(from.take(48)).toBeUndefined()
  })

  it('that overlaps gives the same address to all: a fault of the policy’s making', () => {
    const from = pool('192.0.2.0/24', new VirtualClock(), 1, true)
    expect([from.take(32), from.take(32)].map(taken => taken?.address)).toEqual(['192.0.2.2', '192.0.2.2'])
  })

  it('keeps another address for the kernel, if there is one behind it', () => {
    const options = {
      prefix: parsePrefix('192.0.2.0/29'),
      quarantineMs: 0,
      overlapping: false,
      behind: 'kernel',
    } as const
    const from = new Pool(options, new VirtualClock(), seeded(1))
    const taken = Array.from({length: 4}, () => from.take(32)!.address)
    expect(taken.toSorted()).toEqual([3, 4, 5, 6].map(last => `192.0.2.${last}`))
    expect([from.router, kernelOf(options.prefix)]).toEqual(['192.0.2.1', '192.0.2.2'])
  })

  it('must have room, and none may overlap another', () => {
    const check =
      (...texts: readonly string[]) =>
      (): void => {
        checkPools(texts.map(parsePrefix))
      }
    expect(check('192.0.2.0/31')).toThrow('192.0.2.0/31 is too small for a pool: eight addresses at least')
    expect(check('192.0.2.0/24', '2001:db8::/64', '192.0.2.8/29')).toThrow(
      'the pools 192.0.2.0/24 and 192.0.2.8/29 overlap',
    )
    expect(check('192.0.2.0/24', '2001:db8::/64', '192.0.3.0/29')).not.toThrow()
  })
})

it('the longest prefix decides whose an address is', () => {
  const table = new PrefixTable<string>()
  const [all, net, host] = ['0.0.0.0/0', '192.0.2.0/24', '192.0.2.7'].map(parsePrefix)
  table.set(all!, 'all')
  table.set(net!, 'net')
  table.set(host!, 'host')
  expect(['192.0.2.7', '192.0.2.8', '198.51.100.1', '2001:db8::1'].map(ip => table.find(ip))).toEqual([
    'host',
    'net',
    'all',
    undefined,
  ])
  table.delete(host!, 'somebody else')
  expect(table.find('192.0.2.7')).toBe('host')
  table.delete(host!, 'host')
  expect(table.find('192.0.2.7')).toBe('net')
})

describe('routes', () => {
  it('are what can be reached, within the scope, in the order of the rules', () => {
    const reachable = ['2001:db8::/32', '198.51.100.0/24', '192.0.2.0/25', '192.0.2.128/25'].map(parsePrefix)
    const texts = (wanted?: readonly string[], protocol?: number): string[] =>
      routesWithin(reachable, wanted?.map(parsePrefix), protocol).map(
        ({start, end, protocol: of}) => `${start}-${end} ${of}`,
      )
    expect(texts()).toEqual([
      '192.0.2.0-192.0.2.255 0',
      '198.51.100.0-198.51.100.255 0',
      '2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 0',
    ])
    expect(texts(['192.0.2.7', '198.51.0.0/16', '203.0.113.0/24'], 17)).toEqual([
      '192.0.2.7-192.0.2.7 17',
      '198.51.100.0-198.51.100.255 17',
    ])
  })

  it('keep the rules of RFC 9484 section 4.7.3, whatever they are made of', () => {
    const prefix = fc.tuple(fc.ipV4(), fc.integer({min: 0, max: 32})).map(([ip, length]) => {
      const {start} = blockOf({address: ip, length})
      return {address: [24n, 16n, 8n, 0n].map(shift => Number((start >> shift) & 255n)).join('.'), length}
    })
    const prefixes = fc.array(prefix, {maxLength: 8})
    fc.assert(
      fc.property(prefixes, fc.option(prefixes, {nil: undefined}), fc.ipV4(), (have, wanted, ip) => {
        const ranges = routesWithin(have, wanted, undefined)
        expect(problems(ranges)).toEqual([])
        const isIn = (list: typeof have): boolean =>
          list.some(({address, length}) => {
            const {start, end} = blockOf({address, length})
            return start <= blockOf({address: ip, length: 32}).start && blockOf({address: ip, length: 32}).start <= end
          })
        expect(coverage(ranges)(ip)).toBe(isIn(have) && (wanted === undefined || isIn(wanted)))
      }),
    )
  })
})

it('so many a second, and a few at once', async () => {
  const clock = new VirtualClock()
  const rate = new Rate(clock, {perSecond: 10, burst: 3})
  const many = (): number => Array.from({length: 10}, () => rate.take()).filter(Boolean).length
  expect(many()).toBe(3)
  await clock.advance(200)
  expect(many()).toBe(2)
  await clock.advance(60_000)
  expect(many()).toBe(3)
})
