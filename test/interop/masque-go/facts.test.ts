/** `probe udp` against masque-go's proxy: what its facts on file do not say. */
import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {probeUdp} from '../support/cli.js'
import {peerForAll} from '../support/fixture.js'
import {stableFacts} from '../support/stable-facts.js'

const expected: unknown = JSON.parse(
  readFileSync(new URL('../../peers/masque-go/expected/carries.json', import.meta.url), 'utf8'),
)

const served = peerForAll('masque-go')

describe('masque-go', () => {
  it('has the round trips, and no negative or impossible time', async () => {
    const {facts, document, road} = await probeUdp(
      served.peer.authority,
      '--cacert',
      served.identity.ca,
      '-c',
      '20',
      '-i',
      '0.01',
    )
    const {min, median, p95, max} = facts.datagrams!.rttMs!
    expect([...[min, median, p95, max]].sort((left, right) => left - right)).toEqual([min, median, p95, max])
    // The datagrams go further than the packets of the connection to the proxy.
    expect(min).toBeGreaterThanOrEqual(facts.outer!.rttMs!.min)
    expect(facts.outer!.rttMs!.min).toBeGreaterThan(0)
    const starts = road.attempts.map(({startMs}) => startMs)
    expect([...starts].sort((left, right) => left - right)).toEqual(starts)
    expect(document.durationMs).toBeGreaterThan(starts.at(-1)!)
  })

  it('says the same when everything that crosses the tunnel is looked at', async () => {
    const result = await probeUdp(served.peer.authority, '--cacert', served.identity.ca, '-vv')
    expect(stableFacts(result, true)).toEqual(expected)
  })

  it('is trusted by its pin as well, which the result of another run names', async () => {
    const {road} = await probeUdp(served.peer.authority, '--cacert', served.identity.ca, '-c', '1')
    const again = await probeUdp(served.peer.authority, '--pin', road.tls!.chain[0]!.pin, '-c', '1')
    expect(again.short).toEqual([0, 'carries-both-ways', null])
    expect(again.road.tls?.checkedBy).toBe('pin')
  })
})
