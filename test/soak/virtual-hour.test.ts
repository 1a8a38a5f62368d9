/**
 * An hour in virtual time, on a fake engine and a network in memory: keep-alive, idle timers, tunnels that come and go,
 * some a minute silent. What the real ones are too quick to show: timers and waiters that are left behind.
 */
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {describe, expect, it} from 'vitest'
import {dialH3} from '../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../src/lib/http/h3/settings.js'
import {memoryPair} from '../../src/lib/http/memory.js'
import type {Transport} from '../../src/lib/http/transport.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {runProxy} from '../../src/lib/proxy/proxy.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import {sleep} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {openUdp, type UdpTunnel} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {World, proxyCertificate} from '../probe/world.js'
import {conclude} from './support/record.js'
import type {Point, Sample} from './support/sample.js'
import {full, tolerance} from './support/scale.js'

const MINUTES = full ? 60 : 6
/** In between a tunnel is silent for longer than most proxies allow, and less than ours does. */
const SILENCE_MS = 20_000
/** A minute. The fake engine remembers every stream there was, 1.1 kB for a tunnel; processes know nothing of that. */
const KEPT_BY_THE_FAKE = 40_000
/** A minute. Compiled code: snapshots of the heap three thousand tunnels apart differ in no object of a tunnel. */
const KEPT_BY_V8 = 8000
const ECHO = '203.0.113.20:7'
const never = new AbortController().signal

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describe('an hour in virtual time', () => {
  it('leaves nothing behind over HTTP/3 on the fake engine', async () => {
    const world = new World(await proxyCertificate())
    const {clock, binding, identity, ips} = world
    await using proxy = world.proxy()
    const dialed = await clock.run(
      dialH3(
        {
          binding,
          clock,
          remote: proxy.address,
          serverName: 'localhost',
          trust: {trust: 'roots', rootsPem: identity.caPem},
          settings: ourSettings(seeded(2)),
          transport: {keepAliveMs: 10_000},
          local: `${ips.client}:0`,
        },
        {},
        never,
      ),
    )
    if (dialed.kind !== 'connected') throw new Error(dialed.kind)
    await using transport = dialed.transport
    expect(await hour('virtual-h3', world, transport, KEPT_BY_THE_FAKE)).toEqual([])
    expect(dialed.transport.h3.watchers.count).toBeLessThanOrEqual(2)
  })

  it('leaves nothing behind over the memory transport', async () => {
    const world = new World(await proxyCertificate())
    const {clock, internet, ips} = world
    const {transport, listener} = memoryPair(clock, seeded(5), {delayMs: 5})
    const policy = honestPolicy(new AllowList(['any']))
    const template = parseTemplate(world.template)
    const proxy = runProxy(listener, {net: internet.host(ips.proxy), clock, policy, template})
    expect(await hour('virtual-memory', world, transport, KEPT_BY_V8)).toEqual([])
    await clock.run(Promise.resolve(transport[Symbol.asyncDispose]()).then(() => proxy))
  })
})

/** What grew, in words. */
async function hour(name: string, world: World, transport: Transport, heapBytes: number): Promise<string[]> {
  const {clock, internet} = world
  const [host = ''] = ECHO.split(':')
  const echo = internet
    .host(host)
    .udp({local: ECHO}, {onPacket: ({bytes, start, end, from}) => void echo.send(bytes.slice(start, end), {to: from})})
  const points: Point[] = []
  for (let minute = 1; minute <= MINUTES; minute++) {
    await clock.run(aMinute(world, transport))
    points.push({at: minute, sample: look(clock.pendingTimers)})
  }
  echo.close()
  const allowed = tolerance(
    {heapBytes: 131_072, externalBytes: 65_536, rssBytes: Infinity},
    {heapBytes, externalBytes: 1024, rssBytes: Infinity},
  )
  const courses = [{who: 'both sides', points}]
  return conclude({name, unit: 'minutes of virtual time', courses, tolerance: allowed})
}

/** Of a process that also runs the tests: RSS says little, and what counts as open are the timers of virtual time. */
function look(timers: number): Sample {
  for (let round = 0; round < 3; round++) collect()
  const {rss, heapUsed, external, arrayBuffers} = process.memoryUsage()
  const sizes = {rssBytes: rss, heapBytes: heapUsed, externalBytes: external + arrayBuffers}
  return {...sizes, descriptors: 0, threads: 0, handles: timers}
}

/** Twenty tunnels one after another, one that stays for the minute, and datagrams through all. */
async function aMinute({clock, template}: World, transport: Transport): Promise<void> {
  const open = async (): Promise<UdpTunnel> => {
    const request = {template: parseTemplate(template), target: parseTarget(ECHO)}
    const opened = await openUdp(transport, request, never)
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    return opened.udp
  }
  await using lasting = await open()
  const arrivals = lasting.received()
  const echoed = async (): Promise<void> => {
    await lasting.send(Uint8Array.of(1, 2, 3))
    await arrivals.next()
  }
  await echoed()
  await sleep(clock, SILENCE_MS)
  for (let second = 0; second < 20; second++) {
    await using passing = await open()
    await passing.send(Uint8Array.of(second))
    await passing.received().next()
    for (let count = 0; count < 20; count++) await echoed()
    await sleep(clock, 1000)
  }
  await sleep(clock, SILENCE_MS)
}
