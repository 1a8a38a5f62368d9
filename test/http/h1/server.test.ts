/** The server's side of HTTP/1.1, asked politely and otherwise: what it answers, and whether it goes on. */
import {describe, expect, it} from 'vitest'
import {H1ServerConnection} from '../../../src/lib/http/h1/server.js'
import {H1Wire} from '../../../src/lib/http/h1/wire.js'
import type {IncomingRequest} from '../../../src/lib/http/transport.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {toLatin1} from '../../../src/lib/wire/bytes.js'
import * as head from '../../../src/lib/wire/h1-head.js'
import {ascii} from '../../support/bytes.js'

const UPGRADE = 'Connection: keep-alive, Upgrade\r\nUpgrade: connect-udp\r\n'
const refuse = (incoming: IncomingRequest): void => void incoming.refuse({status: 404, headers: []}, ascii('no'))

/** What comes back for this, all of it. */
async function ask(
  text: string,
  onRequest: (incoming: IncomingRequest) => void = refuse,
  after?: (wire: H1Wire, clock: VirtualClock) => Promise<void>,
): Promise<{statuses: number[]; text: string; requests: IncomingRequest['request'][]; tookMs: number}> {
  const clock = new VirtualClock()
  const {client, server} = streamPair(clock, seeded(1), {delayMs: 1})
  const requests: IncomingRequest['request'][] = []
  const serving = new H1ServerConnection(server, {
    clock,
    from: '192.0.2.9:1',
    scheme: 'https',
    onRequest: incoming => {
      requests.push(incoming.request)
      onRequest(incoming)
    },
  }).serve()
  const wire = new H1Wire(client)
  let all = ''
  const reading = (async () => {
    for (let bytes = await wire.next(); bytes; bytes = await wire.next()) all += toLatin1(bytes)
  })()
  void wire.write(ascii(text))
  if (after) await clock.run(after(wire, clock))
  await clock.run(reading)
  const tookMs = clock.now()
  client.destroy()
  await clock.run(serving)
  await clock.advance(1000)
  expect(clock.pendingTimers).toBe(0)
  const statuses = [...all.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(match => Number(match[1]))
  return {statuses, text: all, requests, tookMs}
}

describe('requests', () => {
  it.each([
    ['origin-form', '/a?b=c', 'https', 'h', '/a?b=c'],
    ['absolute-form', 'http://other:1/a', 'http', 'other:1', '/a'],
    ['absolute-form without a path', 'https://other?x', 'https', 'other', '/?x'],
  ])('in %s', async (_, target, scheme, authority, path) => {
    const {requests} = await ask(`GET ${target} HTTP/1.1\r\nHost: h\r\n${UPGRADE}Connection: close\r\nX: y\r\n\r\n`)
    expect(requests).toEqual([
      {method: 'CONNECT', protocol: 'connect-udp', scheme, authority, path, headers: [['X', 'y']]},
    ])
  })

  it.each([
    ['Upgrade: connect-udp\r\n', undefined],
    ['Connection: upgrade\r\nUpgrade: h2c\r\n', undefined],
    ['Connection: upgrade\r\nUpgrade: h2c, connect-ip\r\n', 'connect-ip'],
    ['Connection: upgrade\r\nUpgrade: websocket\r\n', 'websocket'],
  ])('with %j ask for %s', async (fields, protocol) => {
    const {requests} = await ask(`GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${fields}\r\n`)
    expect(requests[0]?.protocol).toBe(protocol)
  })

  it.each([
    ['POST / HTTP/1.1\r\nHost: h\r\n' + UPGRADE, 400],
    ['GET / HTTP/1.1\r\n' + UPGRADE, 400],
    ['GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n' + UPGRADE, 400],
    ['GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n' + UPGRADE, 400],
    ['GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n' + UPGRADE, 400],
    ['GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n', 400],
    ['GET ftp HTTP/1.1\r\nHost: h\r\n', 400],
    ['GET / HTTP/2.0\r\nHost: h\r\n', 505],
    ['GET / HTTP/1.1\r\nHost: h\r\n' + 'a: b\r\n'.repeat(300), 431],
    ['GET /' + 'a'.repeat(20_000) + ' HTTP/1.1\r\nHost: h\r\n', 431],
    ['\u0016\u0003\u0001\u0002\u0000', 400],
  ])('%j deserve an answer of their own', async (text, status) => {
    const {statuses, requests, text: all} = await ask(`${text.slice(0, 21_000)}\r\n`)
    expect([statuses, requests]).toEqual([[status], []])
    expect(all).toContain('Connection: close')
  })

  it('in HTTP/1.0 ask for no protocol, and are the last', async () => {
    const {requests, statuses} = await ask(`GET / HTTP/1.0\r\n${UPGRADE}\r\nGET / HTTP/1.0\r\n\r\n`)
    expect([requests.map(({protocol}) => protocol), statuses]).toEqual([[undefined], [404]])
  })
})

describe('refused', () => {
  it('the connection goes on, until the client is done with it', async () => {
    const one = `GET /1 HTTP/1.1\r\nHost: h\r\n\r\n`
    const last = `GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`
    const {requests, statuses, text} = await ask(one + last)
    expect([requests.map(({path}) => path), statuses]).toEqual([
      ['/1', '/2'],
      [404, 404],
    ])
    expect(text).toContain('Content-Length: 2\r\n\r\nno')
  })

  it('also a tunnel; but what was sent along with its request is never another one (RFC 9931)', async () => {
    const tunnel = `GET /1 HTTP/1.1\r\nHost: h\r\n${UPGRADE}\r\n`
    const later = `GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`
    expect((await ask(tunnel + later)).requests.map(({path}) => path)).toEqual(['/1'])
    const waiting = await ask(tunnel, refuse, async (wire, clock) => {
      await clock.advance(100)
      await wire.write(ascii(later))
    })
    expect(waiting.requests.map(({path}) => path)).toEqual(['/1', '/2'])
  })

  it('with content, or by CONNECT, it was the last', async () => {
    const more = 'GET /2 HTTP/1.1\r\nHost: h\r\n\r\n'
    const posted = await ask(`POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx${more}`)
    expect([posted.statuses, posted.requests.length]).toEqual([[404], 1])
    const connect = await ask(`CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n${more}`)
    expect(connect.requests).toEqual([
      {method: 'CONNECT', protocol: undefined, scheme: '', authority: 'h:1', path: '', headers: []},
    ])
  })
})

it('who says nothing, or half of it, is told so after half a minute', async () => {
  const silent = await ask('GET / HTTP/1.1\r\nHost')
  expect(silent.statuses).toEqual([408])
  expect(silent.tookMs).toBeGreaterThan(29_000)
  expect(silent.tookMs).toBeLessThan(32_000)
})

it('a raw client and a raw server can say anything to each other', async () => {
  const clock = new VirtualClock()
  const {client, server} = streamPair(clock, seeded(1), {delayMs: 1})
  const [ours, theirs] = [new H1Wire(client), new H1Wire(server)]
  const odd = {method: 'BREW', target: '*', version: '1.7', fields: [['Content-Length', 'four']] as const}
  await clock.run(ours.write(head.writeRequest(odd)))
  const octets = await clock.run(theirs.readHead('request'))
  expect(octets instanceof Uint8Array && head.readRequest(octets)).toEqual({...odd, problems: []})
  await clock.run(theirs.write(ascii('HTTP/1.1 418 \r\n\r\nshort and stout')))
  server.end()
  const answer = await clock.run(ours.readHead('response'))
  expect(answer instanceof Uint8Array && head.readResponse(answer).status).toBe(418)
  const content = await clock.run(ours.readContent({kind: 'until-close'}, 100))
  expect([toLatin1(content.bytes), content.isWhole]).toEqual(['short and stout', true])
  client.destroy()
})
