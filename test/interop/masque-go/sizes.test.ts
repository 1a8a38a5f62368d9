/** The largest payloads through masque-go's proxy: it ends the tunnel over an answer that fits no frame, and skips DATAGRAM capsules. */
import {describe, expect, it} from 'vitest'
import {probeUdp} from '../support/cli.js'
import {peerForAll} from '../support/fixture.js'

const served = peerForAll('masque-go')

describe('masque-go', () => {
  it('each way is found out, on tunnels that may end', async () => {
    const {facts, ended} = await probeUdp(served.peer.authority, '--cacert', served.identity.ca, '-i', '0.02')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    const {up, down, tunnels, datagrams} = facts.payload!
    // As much as our engine puts into outer datagrams of 1452.
    expect(up.frame).toMatchObject({largestBytes: 1416, smallestLostBytes: null, limitedBy: 'our-engine'})
    expect(up.frame!.sum!.at(0)).toEqual({what: 'outer packet', bytes: 1480})
    // proxy.go skips every capsule, DATAGRAM capsules too.
    expect(up.capsule).toMatchObject({largestBytes: null, smallestLostBytes: null})
    expect(up.capsule!.because).toMatch(/of 4 datagrams of 160 octets in capsules none reached the responder/)
    // quic-go stops looking for the path's MTU within 20 octets of it; proxyConnReceive ends with the first error of SendDatagram.
    expect(down.frame!.largestBytes).toBeGreaterThanOrEqual(1380)
    expect(down.frame!.largestBytes).toBeLessThanOrEqual(1425)
    const lost = down.frame!.sizes.find(({bytes}) => bytes === down.frame!.smallestLostBytes)!
    expect(lost.bytes).toBe(down.frame!.largestBytes! + 1)
    expect(lost).toMatchObject({returned: 0, endedTunnels: 3})
    expect(lost.arrived).toBe(lost.tries)
    expect(down.frame!.because).toMatch(/the tunnel ended 3 times when this was sent/)
    expect(tunnels).toBeLessThanOrEqual(40)
    expect(datagrams).toBeLessThanOrEqual(600)
    // The tunnel of the run itself was none of those.
    expect(facts.tunnelEnding).toBeNull()
  })
})
