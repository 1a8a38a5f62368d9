/** What is said of everything that HTTP/2 and HTTP/1.1 can meet instead of a tunnel: scripted servers on loopback. */
import type {ServerResponse} from 'node:http'
import {createServer as createHttp2, type ServerHttp2Stream} from 'node:http2'
import {createServer, type Server, type Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {createServer as createTls} from 'node:tls'
import {createServer as createHttp} from 'node:https'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {DgramNet} from '../../src/lib/net/dgram.js'
import {toDocument} from '../../src/lib/probe/document.js'
import type {UdpProbeOptions} from '../../src/lib/probe/options.js'
import {probeUdp} from '../../src/lib/probe/udp.js'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'

const platform = {binding: undefined, clock: systemClock, random: seeded(1), net: new DgramNet(systemClock)}
const TIMEOUT_MS = 400

let identity: TestCertificate
let tls: {readonly cert: string; readonly key: string}
beforeAll(async () => {
  identity = await makeCertificate({names: ['localhost'], addresses: ['127.0.0.1']})
  tls = {cert: identity.certificatesPem, key: identity.keyPem}
})

const open: {close: () => void}[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** The address it listens on; what it holds open goes with it. */
async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return `127.0.0.1:${(server.address() as {port: number}).port}`
}

async function probe(
  address: string,
  versions: readonly HttpVersion[],
  more: Partial<UdpProbeOptions> = {},
): Promise<ResultDocument> {
  const options: UdpProbeOptions = {
    proxy: parseProxyAddress(address),
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'roots', rootsPem: identity.caPem}},
    aim: {kind: 'in-process'},
    headers: [],
    http: {versions, named: true},
    datagrams: 'auto',
    sizes: false,
    count: 1,
    intervalMs: 0,
    timeoutMs: TIMEOUT_MS,
    wire: false,
    evidence: new Recorder(),
    ...more,
  }
  const result = await probeUdp(options, platform, () => undefined, new AbortController().signal)
  const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
  const info = {tool, command: 'probe udp', seed: 1, startedAt: new Date(0), durationMs: 0, warnings: []}
  return resultDocument.parse(toDocument(result, info))
}

async function failure(address: string, http: HttpVersion, more: Partial<UdpProbeOptions> = {}): Promise<string[]> {
  const {roads, exitCode} = await probe(address, [http], more)
  expect(exitCode).toBe(3)
  const [road] = roads
  const failed = road?.attempts.find(({outcome}) => outcome === 'failed')
  return [failed?.phase ?? '', failed?.diagnosis?.code ?? '', failed?.diagnosis?.fault ?? '', road?.offered ?? '']
}

/** What is there before HTTP is: it matters to neither version. */
describe.each(['2', '1.1'] as const)('before HTTP/%s', http => {
  it('nobody listens', async () => {
    const address = await listening(createServer())
    for (const server of open.splice(0)) server.close()
    expect(await failure(address, http)).toEqual(['tcp', 'tcp-refused', 'unknown', 'no'])
  })

  it('TCP is there, and TLS does not begin', async () => {
    expect(await failure(await listening(createServer()), http)).toEqual(['tls', 'tls-stalled', 'unknown', 'unknown'])
  })

  it.each<[string, (socket: Socket) => void, string]>([
    ['is cut', socket => socket.on('data', () => socket.resetAndDestroy()), 'tls-cut'],
    ['is ended', socket => socket.on('data', () => socket.end()), 'tls-cut'],
    [
      'is HTTP in clear text',
      socket => socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'plain-http',
    ],
    ['is another protocol', socket => socket.end('SSH-2.0-OpenSSH_9.9\r\n'), 'not-tls'],
  ])('what comes instead of TLS %s', async (_, onSocket, code) => {
    const [phase, found, fault] = await failure(await listening(createServer(onSocket)), http)
    expect([phase, found]).toEqual(['tls', code])
    expect(fault).not.toBe('proxy')
  })

  it('TLS is there for another protocol', async () => {
    const address = await listening(createTls({...tls, ALPNProtocols: ['imap']}))
    expect(await failure(address, http)).toEqual(['alpn', http === '2' ? 'no-h2' : 'no-http11', 'unknown', 'no'])
  })

  it('nobody trusts who signed the certificate', async () => {
    const reach = {
      resolve: new Map(),
      allAddresses: false,
      trust: {trust: 'roots', rootsPem: (await makeCertificate({})).caPem},
    } as const
    const address = await listening(createTls({...tls, ALPNProtocols: ['h2', 'http/1.1']}))
    expect((await failure(address, http, {reach})).slice(0, 2)).toEqual(['certificate', 'certificate-UnknownIssuer'])
  })
})

describe('HTTP/2', () => {
  function server(settings: object, onStream: (stream: ServerHttp2Stream) => void = () => undefined): Promise<string> {
    const http2 = createHttp2({settings})
    http2.on('stream', stream => {
      stream.on('error', () => undefined)
      onStream(stream)
    })
    http2.on('sessionError', () => undefined)
    return listening(createTls({...tls, ALPNProtocols: ['h2']}, socket => http2.emit('connection', socket)))
  }

  it('says nothing', async () => {
    const address = await listening(createTls({...tls, ALPNProtocols: ['h2']}))
    expect(await failure(address, '2')).toEqual(['settings', 'no-h2-settings', 'unknown', 'unknown'])
  })

  it('is not HTTP/2, whatever was agreed on', async () => {
    const address = await listening(
      createTls({...tls, ALPNProtocols: ['h2']}, socket =>
        socket.on('error', () => undefined).write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      ),
    )
    expect((await failure(address, '2')).slice(0, 3)).toEqual(['settings', 'http2-violation', 'proxy'])
  })

  it('is an ordinary web server', async () => {
    expect(await failure(await server({}), '2')).toEqual(['settings', 'no-extended-connect', 'unknown', 'no'])
  })

  it.each<[string, (stream: ServerHttp2Stream) => void, string, string, string]>([
    ['404', stream => stream.respond({':status': 404}), 'status-404', 'you', 'no'],
    ['403', stream => stream.respond({':status': 403}), 'status-403', 'you', 'unknown'],
    ['HTTP_1_1_REQUIRED', stream => stream.close(0xd), 'http11-required', 'unknown', 'no'],
    ['REFUSED_STREAM', stream => stream.close(0x7), 'request-reset', 'proxy', 'unknown'],
    ['PROTOCOL_ERROR', stream => stream.close(0x1), 'request-reset', 'unknown', 'unknown'],
    ['GOAWAY, too much asked', stream => stream.session?.goaway(0xb), 'enhance-your-calm', 'unknown', 'unknown'],
    ['nothing', () => undefined, 'no-response', 'unknown', 'unknown'],
  ])('answers with %s', async (_, onStream, code, fault, offered) => {
    const address = await server({enableConnectProtocol: true}, onStream)
    expect(await failure(address, '2')).toEqual(['response', code, fault, offered])
  })
})

describe('HTTP/1.1', () => {
  function server(onUpgrade: (socket: Duplex) => void): Promise<string> {
    const http = createHttp(tls)
    http.on('upgrade', (_, socket) => {
      socket.on('error', () => undefined)
      onUpgrade(socket)
    })
    return listening(http)
  }

  it('is an ordinary web server, which knows no Upgrade', async () => {
    const http = createHttp(tls, (_: unknown, response: ServerResponse) => response.end('hello'))
    expect(await failure(await listening(http), '1.1')).toEqual(['response', 'no-upgrade', 'unknown', 'no'])
  })

  it.each<[string, string | undefined, string, string, string]>([
    ['404', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', 'status-404', 'you', 'no'],
    ['426', 'HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n', 'status-426', 'unknown', 'no'],
    ['501', 'HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n', 'status-501', 'unknown', 'no'],
    ['407', 'HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n', 'status-407', 'you', 'unknown'],
    [
      '101 to another protocol',
      'HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      'http11-violation',
      'proxy',
      'unknown',
    ],
    ['nothing', undefined, 'no-response', 'unknown', 'unknown'],
  ])('answers with %s', async (_, answer, code, fault, offered) => {
    const address = await server(socket => {
      if (answer !== undefined) socket.write(answer)
    })
    expect(await failure(address, '1.1')).toEqual(['response', code, fault, offered])
  })

  it('ends instead of answering', async () => {
    const address = await server(socket => socket.end())
    expect((await failure(address, '1.1')).slice(0, 2)).toEqual(['response', 'ended-connection-closed'])
  })
})

describe('several versions', () => {
  it('count by name; one that is not offered is no failure unless it was named', async () => {
    const address = await listening(createServer())
    for (const server of open.splice(0)) server.close()
    const {roads, exitCode} = await probe(address, ['2', '1.1'], {http: {versions: ['2', '1.1'], named: false}})
    expect(roads.map(({http, offered}) => [http, offered])).toEqual([
      ['2', 'no'],
      ['1.1', 'no'],
    ])
    // Nothing carries, so nothing is shown.
    expect(exitCode).toBe(3)
  })

  it("HTTP/3 without the engine is masque's own lack", async () => {
    const {roads, exitCode, verdict} = await probe('127.0.0.1:9', ['3'])
    expect(roads[0]?.diagnosis?.code).toBe('no-engine')
    expect([verdict, exitCode]).toEqual(['broken', 70])
  })

  it('race, if one is to be chosen: the others are told of, and do not count', async () => {
    const http = {versions: ['3', '2', '1.1'], named: true, auto: true} as const
    const {roads, exitCode, facts} = await probe('self', http.versions, {http, count: 1})
    expect(roads.map(road => road.http)).toEqual(['2'])
    expect(exitCode).toBe(0)
    const remarks = (facts['remarks'] as string[]).join()
    expect(remarks).toContain('HTTP/3 was left: HTTP/3 needs the native engine, which is not there (no-engine)')
    expect(remarks).toMatch(/HTTP\/1\.1 was (not tried|left in the phase \w+): HTTP\/2 was there first/)
  })

  it('lead to others, if asked to: another host is called one', async () => {
    const headers = 'Alt-Svc: h3=":9", h3="127.0.0.9:9"\r\nContent-Length: 0\r\n\r\n'
    const http = createHttp(tls)
    http.on('upgrade', (_, socket: Duplex) => {
      socket.on('error', () => undefined)
      socket.end(`HTTP/1.1 404 Not Found\r\n${headers}`)
    })
    const {roads, facts} = await probe(await listening(http), ['1.1'], {altSvc: true})
    expect(roads.map(road => [road.http, road.address])).toEqual([
      ['1.1', roads[0]?.address],
      ['3', '127.0.0.1:9'],
      ['3', '127.0.0.9:9'],
    ])
    const remarks = (facts['roads'] as {remarks: string[]}[]).map(road => road.remarks.join())
    expect(remarks[1]).toContain('Alt-Svc says that HTTP/3 is at 127.0.0.1:9')
    expect(remarks[1]).not.toContain('another host')
    expect(remarks[2]).toContain('127.0.0.9:9, which is another host')
  })
})
