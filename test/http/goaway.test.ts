/** GOAWAY (RFC 9114 section 5.2): which requests it leaves out, and how often it may come. On the fake engine. */
import {beforeAll, expect, it} from 'vitest'
import type {QuicConnection} from '../../src/lib/quic/connection.js'
import {QuicEndpoint} from '../../src/lib/quic/endpoint.js'
import {ourSettings} from '../../src/lib/http/h3/settings.js'
import {seeded} from '../../src/lib/spec/random.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as frame from '../../src/lib/wire/h3-frame.js'
import * as settings from '../../src/lib/wire/h3-settings.js'
import * as varint from '../../src/lib/wire/varint.js'
import {PROXY, proxyCertificate, World} from '../probe/world.js'
import type {TestCertificate} from '../support/certificate.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

/** A server that says its SETTINGS, and these GOAWAYs when the request is there. */
function saying(here: World, ...ids: readonly number[]): QuicEndpoint {
  const answer = async (connection: QuicConnection): Promise<void> => {
    const control = await connection.openStream(true)
    const list = frame.write(frame.SETTINGS, settings.write(ourSettings(seeded(1))))
    await control?.write(concat(Uint8Array.of(0), list))
    connection.use({
      onStream: stream => {
        if (stream.direction !== 'both') return
        for (const id of ids) void control?.write(frame.write(frame.GOAWAY, varint.write(id)))
      },
      onDatagram: () => undefined,
      onDrain: () => undefined,
    })
  }
  const observer = {onConnection: (connection: QuicConnection) => void answer(connection)}
  return new QuicEndpoint(here.binding, {local: `${PROXY}:443`, server: {...identity, alpn: ['h3']}}, observer)
}

it.each([
  ['that leaves out the request ends it at once', [0], 'ended-going-away', 'proxy'],
  ['for this request and no others: it is waited for', [4], 'no-response', 'proxy'],
  ['for more requests than before is a breach', [4, 8], 'http3-violation', 'proxy'],
  ['for fewer than before is none', [8, 0], 'ended-going-away', 'proxy'],
  ['for what is no request is a breach', [3], 'http3-violation', 'proxy'],
])('one %s', async (_, ids, code, blame) => {
  const here = new World(identity)
  const server = saying(here, ...ids)
  const probed = await here.probe()
  expect(probed.failure).toEqual(['response', code])
  expect(probed.short).toEqual({viability: 'refused', blame, exit: 3})
  expect(probed.tookMs < 1000).toBe(code !== 'no-response')
  await server[Symbol.asyncDispose]()
})
