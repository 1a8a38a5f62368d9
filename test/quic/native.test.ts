import {beforeAll, describe, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {withSocket} from '../../src/lib/native/socket.js'
import type {QuicBinding} from '../../src/lib/native/surface.js'
import {QuicEndpoint, type OuterDatagram} from '../../src/lib/quic/endpoint.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {until} from '../support/until.js'
import {quicContract, type QuicSubject} from './contract.js'

let certificate: TestCertificate
let other: TestCertificate

beforeAll(async () => {
  ;[certificate, other] = await Promise.all([makeCertificate(), makeCertificate()])
})

describe('the native engine', () => {
  quicContract(() => subject(loadBinding()))
})

describe('the native engine on the portable socket', () => {
  quicContract(() => ({...subject(withSocket(loadBinding(), 'portable')), hearsPathErrors: false}))

  it('says which socket it is', () => {
    expect(loadBinding().sockets()).toEqual(['linux', 'portable'])
    expect(withSocket(loadBinding(), 'portable').description()).toBe(`${loadBinding().description()}, portable socket`)
  })

  it('shows ECN, and leaves out what it does not see', async () => {
    const seen: OuterDatagram[] = []
    const {certificatesPem, keyPem, caPem} = certificate
    const binding = withSocket(loadBinding(), 'portable')
    const server = {certificatesPem, keyPem, alpn: ['test']}
    await using listener = new QuicEndpoint(binding, {local: '127.0.0.1:0', server})
    await using dialler = new QuicEndpoint(binding, {local: '127.0.0.1:0'}, {onOuter: outer => seen.push(outer)})
    const connection = dialler.connect({
      remote: listener.localAddress,
      serverName: 'localhost',
      alpn: ['test'],
      trust: 'roots',
      rootsPem: caPem,
    })
    await connection.established
    const received = seen.find(({direction}) => direction === 'received')
    // quinn marks what it sends ECT(0).
    expect(received).toMatchObject({tos: 2, dscpObserved: false, ttl: undefined, peer: listener.localAddress})
    expect(connection.stats()?.ownSocketDrops).toBeUndefined()
  })

  it('refuses what that socket cannot do', () => {
    const options = {local: '127.0.0.1:0', forceTos: 0xb8}
    expect(() => new QuicEndpoint(withSocket(loadBinding(), 'portable'), options)).toThrow(/no DSCP/)
  })
})

function subject(binding: QuicBinding): QuicSubject {
  return {binding, certificate, otherCaPem: other.caPem, run: work => work, until}
}
