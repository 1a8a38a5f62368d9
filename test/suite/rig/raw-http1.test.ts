/** Raw HTTP/1.1 for probes, in memory: against our own server, and against scripts. */
import {describe, expect, it} from 'vitest'
import {H1ServerConnection} from '../../../src/lib/http/h1/server.js'
import type {IncomingRequest} from '../../../src/lib/http/transport.js'
import {streamPair, type StreamPairOptions} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {RawHttp1Connection} from '../../../src/lib/suite/rig/raw-http1.js'
import {Timeline} from '../../../src/lib/suite/rig/timeline.js'
import {toLatin1} from '../../../src/lib/wire/bytes.js'
import {Guest, type Script} from '../../support/bad-server/h1.js'
import {ascii} from '../../support/bytes.js'

const never = new AbortController().signal
const WAIT = 1000
const UPGRADE = 'GET /udp HTTP/1.1\r\nHost: proxy.example\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n\r\n'

function connected(pieces: StreamPairOptions['pieces'] = 'whole') {
  const clock = new VirtualClock()
  const {client, server} = streamPair(clock, seeded(1), {delayMs: 1, pieces})
  const timeline = new Timeline(clock)
  const seen = {settings: undefined, transportParameters: undefined, alpn: 'http/1.1', tlsVersion: '1.3'}
  const platform = {clock, random: seeded(1), net: undefined as never, binding: undefined}
  const raw = new RawHttp1Connection(client, seen, {platform, timeline, timeoutMs: 5000})
  return {raw, server, clock, timeline}
}

function atScript(script: Script, pieces?: StreamPairOptions['pieces']) {
  const made = connected(pieces)
  void script(new Guest(made.server, made.clock))
  return made
}

describe('with our own server', () => {
  it('opens a tunnel octet by octet, and its content follows the head', async () => {
    const {raw, server, clock} = connected()
    const requests: IncomingRequest[] = []
    const options = {
      clock,
      from: '127.0.0.1:1',
      scheme: 'https',
      onRequest: (one: IncomingRequest) => requests.push(one),
    }
    void new H1ServerConnection(server, options as ConstructorParameters<typeof H1ServerConnection>[1]).serve()
    expect(await clock.run(raw.write(UPGRADE))).toBe(true)
    await clock.advance(10)
    const tunnel = requests[0]!.accept({status: 101, headers: [['capsule-protocol', '?1']]})
    const head = await clock.run(raw.head(WAIT, never))
    expect(head).toMatchObject({status: 101, version: '1.1', problem: null})
    expect(head?.headers).toContainEqual(['capsule-protocol', '?1'])
    await clock.run(tunnel.raw(ascii('octets')))
    await clock.advance(10)
    expect(toLatin1(raw.content())).toBe('octets')
    expect(await clock.run(raw.head(WAIT, never))).toBeUndefined()
    expect(raw.ending()).toBeNull()
  })

  it('nonsense is refused, and the connection ends', async () => {
    const {raw, server, clock} = connected()
    void new H1ServerConnection(server, {clock, from: '', scheme: 'https', onRequest: () => undefined}).serve()
    await clock.run(raw.write('GET  / HTTP/1.1\r\n\r\n'))
    expect(await clock.run(raw.head(WAIT, never))).toMatchObject({status: 400})
    expect(await clock.run(raw.ended(WAIT, never))).toMatchObject({by: 'peer', how: 'connection-closed'})
    expect(raw.ending()).toMatchObject({by: 'peer'})
  })
})

describe.each(['whole', 'octets', 'coalesced'] as const)('heads one after the other, in pieces: %s', pieces => {
  it('finds each behind the content of the one before', async () => {
    const {raw, clock} = atScript(async guest => {
      await guest.greet()
      await guest.say('HTTP/1.1 103 Early Hints\r\n\r\n')
      await guest.say('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello')
      await guest.say('HTTP/1.1 404 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n')
      await guest.say('HTTP/1.1 204 Fine\r\n\r\nHTTP/1.1 502 Bad\r\n\r\nuntil the end')
      await guest.finish()
    }, pieces)
    await clock.run(raw.write(UPGRADE))
    const statuses: unknown[] = []
    for (let head = await clock.run(raw.head(WAIT, never)); head; head = await clock.run(raw.head(WAIT, never))) {
      statuses.push(head.status)
    }
    expect(statuses).toEqual([103, 200, 404, 204, 502])
    expect(await clock.run(raw.ended(WAIT, never))).toMatchObject({by: 'peer', how: 'connection-closed'})
    expect(toLatin1(raw.content())).toBe('until the end')
  })
})

describe('with servers that are none', () => {
  it('a head that comes when nobody waits any more is for the next who asks', async () => {
    const {raw, clock, timeline} = atScript(async guest => {
      await guest.greet()
      await guest.pause(2 * WAIT)
      await guest.say('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
    await clock.run(raw.write(UPGRADE))
    expect(await clock.run(raw.head(WAIT, never))).toBeUndefined()
    expect(await clock.run(raw.head(2 * WAIT, never))).toMatchObject({
      status: 200,
      text: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    })
    expect(timeline.moments.map(({what}) => what)).toContain('response 200')
  })

  it.each([
    ['SSH-2.0-x\r\n', null, 'this is no HTTP response'],
    ['HTTP/1.1 abc\r\n\r\n', null, 'the status line is none'],
    ['HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n', 200, 'Content-Length is not a number'],
  ])('%j', async (text, status, problem) => {
    const {raw, clock} = atScript(async guest => {
      await guest.greet()
      await guest.say(text)
    })
    await clock.run(raw.write(UPGRADE))
    expect(await clock.run(raw.head(WAIT, never))).toMatchObject({
      status,
      text,
      problem: expect.stringContaining(problem) as unknown,
    })
    expect(await clock.run(raw.head(WAIT, never))).toBeUndefined()
  })

  it('an end in the middle of a head, and a reset, are seen at once', async () => {
    for (const [end, how] of [
      ['finish', 'connection-closed'],
      ['reset', 'reset'],
    ] as const) {
      const {raw, clock} = atScript(async guest => {
        await guest.greet()
        await guest.say('HTTP/1.1 200')
        await guest.pause(10)
        await guest[end]()
      })
      await clock.run(raw.write(UPGRADE))
      const began = clock.now()
      expect(await clock.run(raw.head(WAIT, never))).toBeUndefined()
      expect(clock.now() - began).toBeLessThan(100)
      expect(await clock.run(raw.ended(WAIT, never))).toMatchObject({by: 'peer', how})
    }
  })

  it('holds no more than it is meant to, and the end is seen behind all of it', async () => {
    const {raw, clock, timeline} = atScript(async guest => {
      await guest.greet()
      await guest.say('HTTP/1.1 200 OK\r\n\r\n')
      for (let round = 0; round < 300; round++) await guest.say(new Uint8Array(16_384))
      await guest.finish()
    })
    await clock.run(raw.write(UPGRADE))
    expect(await clock.run(raw.head(WAIT, never))).toMatchObject({status: 200})
    expect(await clock.run(raw.ended(60_000, never))).toMatchObject({how: 'connection-closed'})
    expect(raw.content().length).toBe(1 << 20)
    expect(await clock.run(raw.head(WAIT, never))).toBeUndefined()
    expect(timeline.moments.length).toBeLessThan(100)
  })

  it('ends our direction, and hears on', async () => {
    const {raw, server, clock} = connected()
    server.on('end', () => server.write(ascii('HTTP/1.1 200 OK\r\n\r\n')))
    server.resume()
    raw.finish()
    expect(await clock.run(raw.head(WAIT, never))).toMatchObject({status: 200})
    expect(await clock.run(raw.write('x'))).toBe(false)
  })
})
