/** Sessions of the library against a server of the library: opened, refused, silent, ended, and what it prints. */
import {X509Certificate} from 'node:crypto'
import type {IncomingHttpHeaders, ServerHttp2Stream} from 'node:http2'
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest'
import {systemClock} from '../../src/lib/spec/clock.js'
import {loadLibrary} from '../../src/lib/webtransport/library.js'
import {openSession, type SessionOpened, type WebTransportSession} from '../../src/lib/webtransport/session.js'
import {makeCertificate} from '../support/certificate.js'
import {until} from '../support/until.js'
import {startEchoServer, theLibrary, type EchoServer} from './echo-server.js'

const never = new AbortController().signal
const context = {clock: systemClock, timeoutMs: 5000}
const certificate = await makeCertificate()
const hash = Buffer.from(new X509Certificate(certificate.certificatesPem).fingerprint256.replaceAll(':', ''), 'hex')
let server: EchoServer

let connections = 0

beforeAll(async () => {
  server = await startEchoServer(certificate)
  const {http2} = server
  const [theirs] = http2.listeners('stream') as [(stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void]
  http2.removeAllListeners('stream')
  http2.on('stream', (stream, headers) => {
    if (headers[':path'] === '/never') stream.on('error', () => undefined)
    else theirs(stream, headers)
  })
  http2.on('session', connection => {
    connections++
    connection.on('close', () => connections--)
  })
})
afterAll(() => server[Symbol.asyncDispose]())

async function open(path: string, certificateHash: Uint8Array = hash): Promise<SessionOpened> {
  const url = `https://${server.authority}${path}`
  const request = {url, http: '2' as const, certificateHash}
  return await openSession(await theLibrary(), request, context, never)
}

async function opened(path: string): Promise<WebTransportSession> {
  const result = await open(path)
  if (result.kind !== 'opened') throw new Error(result.kind)
  return result.session
}

describe('the library', () => {
  it('is loaded without a word, and says what it lacks', async () => {
    const [log, error] = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
    const library = await loadLibrary()
    expect(library?.versions).toContain('2')
    expect(library?.missing === undefined).toBe(library?.versions.includes('3'))
    expect([...log.mock.calls, ...error.mock.calls]).toEqual([])
    log.mockRestore()
    error.mockRestore()
  })
})

describe('a session', () => {
  it('carries datagrams there and back', async () => {
    await using session = await opened('/echo')
    const arrivals = session.received()
    for (const size of [1, 160, session.maxPayloadBytes]) {
      expect(await session.send(new Uint8Array(size).fill(7))).toBe('accepted')
      const {value} = (await arrivals.next()) as {value: {payload: Uint8Array; carrier: string}}
      expect([value.payload.length, value.payload[0], value.carrier]).toEqual([size, 7, 'capsule'])
    }
    const {maxPayloadBytes} = session
    expect(await session.send(new Uint8Array(maxPayloadBytes + 1))).toEqual({tooLarge: maxPayloadBytes})
  })

  it('tells how the other side ended it', async () => {
    await using session = await opened('/closing')
    await session.send(new Uint8Array(1))
    const ending = await session.ended
    expect(ending).toMatchObject({by: 'peer', how: 'finished', scope: 'tunnel'})
    expect(ending.detail).not.toContain('enough')
    expect(await session.send(new Uint8Array(1))).toBe('closed')
  })

  it('ends by us when it is given back', async () => {
    const session = await opened('/echo')
    await session[Symbol.asyncDispose]()
    expect(await session.ended).toMatchObject({by: 'us'})
  })

  it.each(['/nowhere', '/'])('is refused at %s', async path => {
    expect((await open(path)).kind).toBe('refused')
  })

  it('is refused with another certificate, and with one that nobody vouches for', async () => {
    expect((await open('/echo', new Uint8Array(32))).kind).toBe('refused')
    const request = {url: `https://${server.authority}/echo`, http: '2' as const}
    expect((await openSession(await theLibrary(), request, context, never)).kind).toBe('refused')
  })

  it('is silent where nobody answers, and leaves no connection behind', async () => {
    const request = {url: `https://${server.authority}/never`, http: '2' as const, certificateHash: hash}
    const opened = await openSession(await theLibrary(), request, {...context, timeoutMs: 400}, never)
    expect(opened.kind).toBe('silent')
    await until(() => connections === 0, 'the end of every connection')
  })

  it('rejects with the reason of a signal', async () => {
    const reason = new Error('enough')
    const request = {url: `https://${server.authority}/echo`, http: '2' as const, certificateHash: hash}
    await expect(openSession(await theLibrary(), request, context, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
