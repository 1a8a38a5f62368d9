/** Observers see an endpoint to its end: the goodbye that closing sends is an outer datagram as any other. */
import {beforeAll, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {QuicEndpoint, type LoggedPacket, type OuterDatagram} from '../../src/lib/quic/endpoint.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'

let certificate: TestCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})

it('shows the packets that closing sends', async () => {
  const server = {...certificate, alpn: ['test']}
  const listener = new QuicEndpoint(loadBinding(), {local: '127.0.0.1:0', server})
  const [outer, clear]: [OuterDatagram[], LoggedPacket[]] = [[], []]
  const endpoint = new QuicEndpoint(
    loadBinding(),
    {local: '127.0.0.1:0'},
    {onOuter: datagram => outer.push(datagram), onFrames: packet => clear.push(packet)},
  )
  const trust = {trust: 'roots', rootsPem: certificate.caPem} as const
  const peculiarities = {logFrames: true}
  const remote = listener.localAddress
  const connection = endpoint.connect({remote, serverName: 'localhost', alpn: ['test'], ...trust, peculiarities})
  await connection.established
  const before = outer.length
  endpoint.close(0x17n)
  // At once, and without waiting for a turn of the loop. The peer's answer may be there already, too.
  expect(outer.slice(before).filter(({direction}) => direction === 'sent')).not.toEqual([])
  // CONNECTION_CLOSE of the application (RFC 9000 section 19.19), code 0x17.
  const sent = clear.filter(({direction}) => direction === 'sent')
  const close = sent.slice(-3).find(({frames}) => [...frames].join().includes([0x1d, 0x17].join()))
  expect(close?.level).toBe('1-rtt')
  const lastSent = outer.findLast(({direction}) => direction === 'sent')
  expect(close!.atNs > outer[0]!.atNs && close!.atNs <= lastSent!.atNs).toBe(true)
  listener.close()
})
