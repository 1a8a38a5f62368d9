/** One TCP port for HTTP/2 and HTTP/1.1: who gets what, by ALPN and by the first octets. */
import {once} from 'node:events'
import {connect as connectH2} from 'node:http2'
import {connect as connectTcp, type Socket} from 'node:net'
import {connect as connectTls} from 'node:tls'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {TcpListener} from '../../src/lib/http/tcp-listener.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'

let certificate: TestCertificate
const open: AsyncDisposable[] = []
beforeAll(async () => {
  certificate = await makeCertificate()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]()
})

/** Refuses everything, and says what it was. */
async function listen(isSecure: boolean, versions: readonly ('2' | '1.1')[] = ['2', '1.1']): Promise<number> {
  const listener = await TcpListener.open({
    clock: systemClock,
    local: '127.0.0.1:0',
    versions,
    ...(isSecure && {identity: certificate}),
  })
  open.push(listener)
  void (async () => {
    for await (const incoming of listener.incoming) {
      const {request, http} = incoming
      void incoming.refuse(
        {status: 404, headers: [['x-asked', `${http} ${request.scheme} ${request.method} ${request.path}`]]},
        Buffer.from('no'),
      )
    }
  })()
  return Number(listener.address.split(':')[1])
}

async function askH2(port: number, isSecure: boolean): Promise<unknown> {
  const session = connectH2(`${isSecure ? 'https' : 'http'}://localhost:${port}`, {
    ca: certificate.caPem,
    host: '127.0.0.1',
  })
  const request = session.request({':path': '/a'})
  const [headers] = (await once(request, 'response')) as [Record<string, unknown>]
  request.resume()
  await once(request, 'close')
  session.close()
  return headers['x-asked']
}

async function askH1(port: number, isSecure: boolean): Promise<unknown> {
  const socket: Socket = isSecure
    ? connectTls({port, host: '127.0.0.1', servername: 'localhost', ca: certificate.caPem, ALPNProtocols: ['http/1.1']})
    : connectTcp(port, '127.0.0.1')
  socket.write('GET /b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  let text = ''
  for await (const bytes of socket) text += String(bytes)
  return /x-asked: (.*)\r/.exec(text)?.[1]
}

describe.each([
  ['over TLS', true],
  ['in clear text', false],
] as const)('%s', (_, isSecure) => {
  const scheme = isSecure ? 'https' : 'http'

  it('both versions are had on one port', async () => {
    const port = await listen(isSecure)
    expect(await askH2(port, isSecure)).toBe(`2 ${scheme} GET /a`)
    expect(await askH1(port, isSecure)).toBe(`1.1 ${scheme} GET /b`)
  })

  it('one alone is had, too', async () => {
    expect(await askH1(await listen(isSecure, ['1.1']), isSecure)).toBe(`1.1 ${scheme} GET /b`)
    expect(await askH2(await listen(isSecure, ['2']), isSecure)).toBe(`2 ${scheme} GET /a`)
  })
})

it('the first octets may come one by one', async () => {
  const port = await listen(false)
  const socket = connectTcp(port, '127.0.0.1').setNoDelay()
  for (const octet of 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n') {
    socket.write(octet)
    await new Promise(resolve => setImmediate(resolve))
  }
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  expect(bytes.toString()).toContain('x-asked: 1.1 http GET /')
  socket.destroy()
})

it('a client with no protocol in common is told so', async () => {
  const port = await listen(true, ['2'])
  const socket = connectTls({port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['http/1.1']})
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toContain('NO_APPLICATION_PROTOCOL')
})

it('a port that is taken is an error', async () => {
  const port = await listen(false)
  const again = TcpListener.open({clock: systemClock, local: `127.0.0.1:${port}`, versions: ['1.1']})
  await expect(again).rejects.toMatchObject({code: 'EADDRINUSE'})
})

describe('survives', () => {
  const HELLO = Buffer.from('160301020001000102', 'hex')

  it.each<[string, boolean, (socket: Socket) => void]>([
    ['garbage instead of TLS', true, socket => socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')],
    ['half a handshake', true, socket => socket.end(HELLO)],
    ['half a handshake, and a reset', true, socket => socket.write(HELLO, () => socket.resetAndDestroy())],
    ['a reset at once', true, socket => socket.resetAndDestroy()],
    ['an alert', true, socket => socket.end(Buffer.from('15030100020228', 'hex'))],
    ['nothing, and an end', false, socket => socket.end()],
    ['one octet, and an end', false, socket => socket.end('P')],
    ['half a preface, and a reset', false, socket => socket.write('PRI * HT', () => socket.resetAndDestroy())],
    ['a preface that is none', false, socket => socket.write('PRIMA / HTTP/1.1\r\n\r\n')],
    ['frames that are none', false, socket => socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'x'.repeat(100)}`)],
  ])('%s', async (_, isSecure, speak) => {
    const port = await listen(isSecure)
    const socket = connectTcp(port, '127.0.0.1', () => {
      speak(socket)
    })
    socket.on('error', () => undefined).resume()
    await new Promise(resolve => setImmediate(resolve))
    expect(await askH1(port, isSecure)).toContain('GET /b')
    socket.destroy()
  })
})
