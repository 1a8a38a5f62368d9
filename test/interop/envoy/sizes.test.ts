/** The largest payloads through Envoy: its QUIC packets stay at 1200 octets, so what comes down is too small for QUIC inside. */
import {expect, it} from 'vitest'
import {probeUdp} from '../support/cli.js'
import {peerForAll} from '../support/fixture.js'

const served = peerForAll('envoy')

it('carries more up than down, and capsules of any size', async () => {
  const {facts, ended} = await probeUdp(served.peer.authority, '--cacert', served.identity.ca, '-i', '0.02')
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  const {up, down, tunnels, datagrams} = facts.payload!
  expect(up.frame).toMatchObject({largestBytes: 1412, smallestLostBytes: null, limitedBy: 'our-engine'})
  expect(up.capsule).toMatchObject({largestBytes: 9000, smallestLostBytes: null, limitedBy: 'search'})
  // 1200 less what QUIC and HTTP put round it; without path MTU discovery on its side it never gets more.
  expect(down.frame).toMatchObject({largestBytes: 1171, smallestLostBytes: 1172, limitedBy: 'beyond-us'})
  const lost = down.frame!.sizes.find(({bytes}) => bytes === 1172)!
  expect(lost).toMatchObject({returned: 0, endedTunnels: 0})
  expect(lost.arrived).toBe(lost.tries)
  expect(down.frame!.sizes.find(({bytes}) => bytes === 1200)).toMatchObject({returned: 0})
  expect(facts.tunnelEnding).toBeNull()
  expect(tunnels).toBeLessThanOrEqual(10)
  expect(datagrams).toBeLessThanOrEqual(200)
})
