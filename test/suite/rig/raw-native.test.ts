/** Raw connections over the real engine and real TCP, on loopback: a tunnel field by field, a breach, and evidence. */
import {createSocket, type Socket} from 'node:dgram'
import {once} from 'node:events'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {EvidenceEvent, EvidenceKind} from '../../../src/lib/evidence/event.js'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {NativeNet} from '../../../src/lib/net/native.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../../src/lib/proxy/embedded.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {openRawHttp1} from '../../../src/lib/suite/rig/raw-http1.js'
import {openRawHttp2} from '../../../src/lib/suite/rig/raw-http2.js'
import {openRawHttp3} from '../../../src/lib/suite/rig/raw-http3.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as h2 from '../../../src/lib/wire/h2-frame.js'
import * as quicFrames from '../../../src/lib/wire/quic/frames.js'
import {ascii, hex, show} from '../../support/bytes.js'
import {until} from '../../support/until.js'
import {rigContext, udpRequest} from './context.js'

const never = new AbortController().signal
const WAIT = 10_000
const binding = loadBinding()
const platform = {binding, clock: systemClock, net: new NativeNet(binding), random: seeded(1)}
const events: EvidenceEvent[] = []
let proxy: EmbeddedProxy
let echo: Socket

beforeAll(async () => {
  proxy = await startEmbeddedProxy(platform)
  echo = createSocket('udp4', (bytes, {port}) => {
    echo.send(bytes, port, '127.0.0.1')
  })
  echo.bind(0, '127.0.0.1')
  await once(echo, 'listening')
})
afterAll(async () => {
  echo.close()
  await proxy[Symbol.asyncDispose]()
})

function context(http: HttpVersion, kinds: readonly EvidenceKind[] = [], pin = proxy.pin): RigContext {
  const sink = {
    wants: new Set(kinds),
    take: (event: EvidenceEvent) => void events.push(event),
    end: () => Promise.resolve(),
  }
  return rigContext({
    platform,
    template: proxy.template,
    address: proxy.address,
    trust: {trust: 'pin', pin},
    http,
    target: `127.0.0.1:${echo.address().port}`,
    sinks: [sink],
  })
}

describe('HTTP/3', () => {
  it('opens a tunnel field by field; a datagram comes back through it, and packets are seen in clear', async () => {
    const here = context('3', ['frames'])
    await using raw = await openRawHttp3(here, never, {quic: {logFrames: true, maxDatagramFrameBytes: 1000}})
    expect(await raw.settled(never)).toBe(true)
    const exchange = (await raw.request(udpRequest(here), never))!
    expect(await exchange.answer(WAIT, never)).toMatchObject({kind: 'response', status: 200})
    expect(await raw.datagram(concat(hex('0000'), ascii('hello')))).toBe('accepted')
    await until(() => raw.datagrams.length === 1)
    expect(show(raw.datagrams[0]!.payload)).toBe(`0000${show(ascii('hello'))}`)
    const kinds = raw.packets.flatMap(({frames}) => [...quicFrames.read(frames)].map(({kind}) => kind))
    expect(kinds).toContain('datagram')
    expect(kinds).toContain('stream')
    expect(raw.stats()?.rttMs).toBeGreaterThan(0)
    expect(events.filter(({what}) => what.kind === 'frames').length).toBeGreaterThanOrEqual(raw.packets.length)
  })

  it('a malformed request is reset with H3_MESSAGE_ERROR, and an unknown frame of QUIC ends the connection', async () => {
    const here = context('3')
    await using raw = await openRawHttp3(here, never)
    const exchange = (await raw.request(udpRequest(here).slice(0, -2), never))!
    const reset = {how: 'reset', code: '270', codeName: 'H3_MESSAGE_ERROR (0x10e)'}
    expect(await exchange.answer(WAIT, never)).toEqual({kind: 'over', how: reset})
    expect(raw.ending()).toBeNull()
    expect(raw.frames(hex('407f'))).toBe(true)
    expect(await raw.ended(WAIT, never)).toMatchObject({by: 'peer', codeName: 'FRAME_ENCODING_ERROR (0x7)'})
  })

  it('a certificate that nobody vouches for is an obstacle', async () => {
    const attempt = openRawHttp3(context('3', [], new Uint8Array(32)), never)
    await expect(attempt).rejects.toMatchObject({name: 'Obstacle', outcome: 'inconclusive'})
  })
})

describe('HTTP/2', () => {
  it('opens a tunnel field by field; a capsule comes back through it; a breach ends it all', async () => {
    const here = context('2', ['stream'])
    await using raw = await openRawHttp2(here, never)
    expect(await raw.settled(never)).toBe(true)
    const exchange = (await raw.request(udpRequest(here), never))!
    expect(await exchange.answer(WAIT, never)).toMatchObject({kind: 'response', status: 200})
    const datagram = capsule.write(capsule.DATAGRAM, concat(hex('00'), ascii('hello')))
    expect(await exchange.data(datagram)).toBe(true)
    await until(() => exchange.content().length > 0)
    expect(show(exchange.content())).toBe(show(datagram))
    expect(raw.seen).toMatchObject({alpn: 'h2', tlsVersion: '1.3'})
    expect(events.some(({what}) => what.kind === 'stream')).toBe(true)
    await raw.write(h2.write(h2.DATA, ascii('x'), {streamId: 0}))
    expect(await raw.ended(WAIT, never)).toMatchObject({by: 'peer', how: 'connection-closed'})
  })
})

describe('HTTP/1.1', () => {
  it('opens a tunnel octet by octet; a capsule comes back through it', async () => {
    const here = context('1.1')
    await using raw = await openRawHttp1(here, never)
    const path = udpRequest(here).find(([name]) => name === ':path')?.[1] ?? ''
    const fields = `Host: ${here.place.authority}\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n`
    expect(await raw.write(`GET ${path} HTTP/1.1\r\n${fields}\r\n`)).toBe(true)
    expect(await raw.head(WAIT, never)).toMatchObject({status: 101, problem: null})
    const datagram = capsule.write(capsule.DATAGRAM, concat(hex('00'), ascii('hello')))
    expect(await raw.write(datagram)).toBe(true)
    await until(() => raw.content().length > 0)
    expect(show(raw.content())).toBe(show(datagram))
    raw.finish()
    expect(await raw.ended(WAIT, never)).toMatchObject({by: 'peer', how: 'connection-closed'})
  })
})
