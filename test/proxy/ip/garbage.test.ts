/** Clients that say anything at all, on the stream and in datagrams: their tunnel ends or lives on, and nobody else notices. */
import fc from 'fast-check'
import {expect, it} from 'vitest'
import {HOSTS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import {echo} from './support/packets.js'
import {world} from './support/world.js'

const octets = fc.uint8Array({maxLength: 200})
/** The three kinds and others, with lengths that are right. */
const plausible = fc.tuple(fc.bigInt({min: 0n, max: 5n}), octets).map(([type, value]) => capsule.write(type, value))
const stream = fc.array(fc.oneof(octets, plausible), {maxLength: 6}).map(parts => concat(...parts))
/** Context IDs of every width before what may be a packet. */
const datagrams = fc.array(octets, {maxLength: 6})

it('does no harm to the proxy and its other clients', async () => {
  const {client, settle, log, service} = world({ip: {session: {idleTimeoutMs: 60_000}}})
  const good = await client()
  await fc.assert(
    fc.asyncProperty(stream, datagrams, fc.boolean(), async (bytes, payloads, finishes) => {
      const bad = await client()
      const held = [bad.address(4), bad.address(6)]
      for (const payload of payloads) await bad.say(ip => ip.tunnel.send({kind: 'datagram', payload}))
      await bad.say(ip => ip.tunnel.raw(bytes))
      if (finishes) await bad.say(ip => ip.tunnel.finish())
      else await bad.say(ip => Promise.resolve(ip.tunnel.abort('cancelled')))
      await settle(200)
      expect(held.map(address => service.find(address))).toEqual([undefined, undefined])
      expect(await good.ask(echo(good.address(4), HOSTS.echo.addresses[4]))).toHaveLength(1)
    }),
    {numRuns: 40},
  )
  expect(log.filter(line => line.includes('failed:'))).toEqual([])
})
