/** Byte streams over real TLS: what is told of handshakes, failures, ends, and what crosses. */
import {once} from 'node:events'
import {connect, type Socket} from 'node:net'
import {connect as tlsConnect} from 'node:tls'
import {describe, expect, it} from 'vitest'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {StreamListener} from '../../../src/lib/net/stream/listen.js'
import type {TlsOptions} from '../../../src/lib/net/stream/tls.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {makeCertificate, type CertificateWish} from '../../support/certificate.js'
import {until} from '../../support/until.js'
import {HOUR, sockets, certificate, plainServer, tlsServer, dial, streamOf, textOf} from './servers.js'

describe('TLS', () => {
  it('tells of its handshake, the secrets before what they decrypt, and everything that crosses', async () => {
    const address = await tlsServer(socket => socket.pipe(socket))
    const seen: string[] = []
    const dialed = await dial(
      address,
      {},
      {
        onConnected: local => seen.push(`tcp ${local.split(':')[0]}`),
        onKeylog: line => seen.push(line.split(' ')[0]!),
        onWire: ({direction, kind}) => seen.push(`${kind} ${direction}`),
        onPlain: event => seen.push(`plain ${event.kind} ${event.direction} ${event.offset}`),
      },
    )
    expect(dialed).toMatchObject({
      kind: 'connected',
      tls: {version: '1.3', alpn: 'h2', cipherSuite: 'TLS_AES_256_GCM_SHA384', chainVerdict: ''},
    })
    // From Node 24 on with ML-KEM.
    expect(dialed.kind === 'connected' && dialed.tls?.keyExchange).toMatch(/^X25519(MLKEM768)?$/)
    expect(dialed.kind === 'connected' && dialed.tls?.peerChain.length).toBe(1)
    const stream = streamOf(dialed)
    stream.end('hi')
    expect(await textOf(stream)).toBe('hi')
    expect(await stream.over).toEqual({how: 'fin'})
    expect(seen.slice(0, 3)).toEqual(['tcp 127.0.0.1', 'bytes sent', 'SERVER_HANDSHAKE_TRAFFIC_SECRET'])
    expect(seen.indexOf('CLIENT_TRAFFIC_SECRET_0')).toBeLessThan(seen.indexOf('bytes received'))
    expect(seen.filter(text => text.startsWith('plain'))).toEqual([
      'plain bytes sent 0',
      'plain fin sent 2',
      'plain bytes received 0',
      'plain fin received 2',
    ])
  })

  it('1.2 is taken, and named', async () => {
    const dialed = await dial(await tlsServer(undefined, {maxVersion: 'TLSv1.2'}), {})
    expect(dialed).toMatchObject({kind: 'connected', tls: {version: '1.2', alpn: 'h2', keyExchange: 'X25519'}})
    streamOf(dialed).destroy()
  })

  it.each<[string, CertificateWish, Partial<TlsOptions>, string]>([
    ['another name', {names: ['other.example'], addresses: []}, {}, 'NotValidForName'],
    ['another address', {addresses: ['192.0.2.1']}, {serverName: '127.0.0.1'}, 'NotValidForName'],
    ['the past', {notBefore: new Date(Date.now() - 2 * HOUR), notAfter: new Date(Date.now() - HOUR)}, {}, 'Expired'],
    ['the future', {notBefore: new Date(Date.now() + HOUR)}, {}, 'NotValidYet'],
    ['an authority', {isAuthority: true}, {}, 'CaUsedAsEndEntity'],
    ['clients', {clientsOnly: true}, {}, 'InvalidPurpose'],
  ])('a certificate for %s is refused in the words of the engine, and shown', async (_, wish, more, verdict) => {
    const shown = await makeCertificate(wish)
    const address = await tlsServer(undefined, {}, shown)
    const dialed = await dial(address, {trust: {trust: 'roots', rootsPem: shown.caPem}, ...more})
    expect(dialed).toMatchObject({
      kind: 'failed',
      stage: 'tls',
      failure: {why: 'certificate', verdict},
      tls: {chainVerdict: verdict, peerChain: [expect.any(Uint8Array)]},
    })
  })

  it('goes by roots, by a pin, or by nothing', async () => {
    const address = await tlsServer()
    const stranger = await makeCertificate()
    const told = async (trust: TlsOptions['trust']): Promise<unknown> => {
      const dialed = await dial(address, {trust})
      if (dialed.kind === 'connected') dialed.stream.destroy()
      if (dialed.kind === 'failed' && dialed.stage === 'tcp') throw new Error('tcp')
      return [dialed.kind, dialed.tls?.chainVerdict]
    }
    expect(await told({trust: 'roots', rootsPem: stranger.caPem})).toEqual(['failed', 'UnknownIssuer'])
    expect(await told({trust: 'pin', pin: certificate.pin})).toEqual(['connected', ''])
    expect(await told({trust: 'pin', pin: stranger.pin})).toEqual(['failed', 'PinMismatch'])
    expect(await told({trust: 'anything'})).toEqual(['connected', undefined])
    expect(await told({trust: 'anything', rootsPem: stranger.caPem})).toEqual(['connected', 'UnknownIssuer'])
  })

  it('sends a name for SNI, and no address', async () => {
    const names: unknown[] = []
    const address = await tlsServer(undefined, {
      SNICallback: (name, done) => {
        names.push(name)
        done(null)
      },
    })
    streamOf(await dial(address, {serverName: '127.0.0.1'})).destroy()
    streamOf(await dial(address, {serverName: 'localhost'})).destroy()
    expect(names).toEqual(['localhost'])
  })

  it('shows who we are; without that, the alert comes after the handshake and is told', async () => {
    const clients = await makeCertificate()
    const address = await tlsServer(socket => socket.end('welcome'), {
      requestCert: true,
      rejectUnauthorized: true,
      ca: clients.caPem,
    })
    const known = streamOf(await dial(address, {identity: clients}))
    expect(await textOf(known)).toBe('welcome')
    known.end()
    const unknown = streamOf(await dial(address, {}))
    unknown.resume()
    expect(await unknown.over).toEqual({how: 'alert', alert: 116, name: 'certificate_required'})
  })

  it('names no protocol in common, other alerts, and what is not TLS', async () => {
    const other = await dial(await tlsServer(), {alpn: ['http/1.1']})
    expect(other).toMatchObject({stage: 'tls', failure: {why: 'no-protocol'}})
    const old = await dial(await plainServer(socket => socket.end(Uint8Array.of(21, 3, 3, 0, 2, 2, 70))), {})
    expect(old).toMatchObject({failure: {why: 'alert', alert: 70, name: 'protocol_version'}})
    const http = await dial(await plainServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), {})
    expect(http).toMatchObject({failure: {why: 'not-tls'}})
    if (http.kind === 'failed' && http.stage === 'tls' && http.failure.why === 'not-tls') {
      expect(Buffer.from(http.failure.head).toString()).toMatch(/^HTTP\/1.1 400/)
    }
    const short = await dial(await plainServer(socket => socket.end('220')), {})
    expect(short).toMatchObject({failure: {why: 'not-tls'}})
    const garbled = await dial(await plainServer(socket => socket.end(Buffer.from('1603030005ffffffffff', 'hex'))), {})
    expect(garbled).toMatchObject({failure: {why: 'broken', detail: expect.any(String) as string}})
  })

  it('tells an end in the handshake from a reset', async () => {
    const ended = await dial(await plainServer(socket => socket.once('data', () => socket.end())), {})
    expect(ended).toMatchObject({stage: 'tls', failure: {why: 'closed'}})
    const cut = await dial(await plainServer(socket => socket.once('data', () => socket.resetAndDestroy())), {})
    expect(cut).toMatchObject({stage: 'tls', failure: {why: 'reset'}})
  })

  it('tells an end from one without close_notify, and from a reset', async () => {
    const behind = await tlsServer(socket => {
      socket.once('data', (bytes: Buffer) => {
        socket.write('bye', () => {
          if (bytes.toString() === 'fin') socket.end()
        })
      })
    })
    const relays: Socket[] = []
    const address = await plainServer(socket => {
      relays.push(socket)
      const onwards = connect(Number(behind.split(':')[1]), '127.0.0.1')
      sockets.add(onwards)
      socket.on('error', () => onwards.destroy())
      socket.pipe(onwards).pipe(socket)
    })
    for (const [wish, how] of [
      ['fin', 'fin'],
      ['truncate', 'truncated'],
      ['reset', 'reset'],
    ] as const) {
      const stream = streamOf(await dial(address, {}))
      stream.write(wish)
      await once(stream, 'readable')
      if (how === 'truncated') relays.at(-1)!.end()
      if (how === 'reset') relays.at(-1)!.resetAndDestroy()
      expect([wish, await textOf(stream), (await stream.over).how]).toEqual([wish, 'bye', how])
      stream.destroy()
    }
  })

  it('tells what is no TLS in the middle of it, and accuses nobody of it', async () => {
    const behind = await tlsServer(socket => socket.write('hello'))
    const relays: Socket[] = []
    const address = await plainServer(socket => {
      relays.push(socket)
      const onwards = connect(Number(behind.split(':')[1]), '127.0.0.1')
      sockets.add(onwards)
      socket.pipe(onwards).pipe(socket)
    })
    for (const [spoilt, how] of [
      // An alert that anybody could have sent, as it is not encrypted; and no record at all.
      [Uint8Array.of(21, 3, 3, 0, 2, 2, 40), 'tls'],
      [Buffer.from('HTTP/1.1 502 Bad Gateway'), 'tls'],
    ] as const) {
      const stream = streamOf(await dial(address, {}))
      await once(stream, 'readable')
      relays.at(-1)!.write(spoilt)
      stream.resume()
      expect(await stream.over).toEqual({how, detail: expect.any(String) as string})
      stream.destroy()
    }
  })

  it('says at once what is wrong with roots and identities', async () => {
    const address = await tlsServer()
    await expect(dial(address, {trust: {trust: 'roots', rootsPem: 'nothing'}})).rejects.toMatchObject({
      code: 'ERR_CONFIG',
    })
    await expect(
      dial(address, {identity: {certificatesPem: certificate.certificatesPem, keyPem: 'nothing'}}),
    ).rejects.toMatchObject({code: 'ERR_CONFIG'})
  })

  it('ends when what is below it is cut from our side, with writes under way, too', async () => {
    const seen: ByteStream[] = []
    await using listener = await StreamListener.open({
      clock: systemClock,
      local: '127.0.0.1:0',
      tls: {...certificate, alpn: ['h2']},
      onStream: ({stream}) => void seen.push(stream),
    })
    const client = streamOf(await dial(listener.address, {}))
    await until(() => seen.length === 1)
    const [server] = seen
    for (let count = 0; count < 100; count++) server!.write(new Uint8Array(100_000))
    await listener[Symbol.asyncDispose]()
    expect(await server!.over).toEqual({how: 'closed'})
    await until(() => !server!.takesBytes)
    client.resume()
    expect((await client.over).how).not.toBe('fin')
    client.destroy()
  })

  it('is half-closed as TCP is', async () => {
    const address = await tlsServer(
      socket => {
        socket.on('end', () => socket.end('after the end'))
        socket.resume()
      },
      {allowHalfOpen: true},
    )
    const stream = streamOf(await dial(address, {}))
    stream.end()
    expect(await textOf(stream)).toBe('after the end')
  })

  it('is what any other client sees', async () => {
    const address = await tlsServer(socket => socket.end('ok'))
    const socket = tlsConnect({
      port: Number(address.split(':')[1]),
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
    })
    const [bytes] = (await once(socket, 'data')) as [Buffer]
    expect(bytes.toString()).toBe('ok')
    socket.destroy()
  })
})
