/** Targets of all sorts behind masque-go's proxy: those that answer, those that do not, and those that are not there. */
import {describe, expect, it} from 'vitest'
import {probeUdp, type Probed} from '../support/cli.js'
import {peerForAll} from '../support/fixture.js'
import {freePort} from '../support/ports.js'
import {dns, echo, silence, stun, udpTarget} from '../support/targets.js'

const served = peerForAll('masque-go')

function through(target: string, payload: string, ...more: readonly string[]): Promise<Probed> {
  const aim = ['--target', target, '--payload', payload]
  return probeUdp(served.peer.authority, '--cacert', served.identity.ca, ...aim, '-c', '5', '-i', '0.02', ...more)
}

const CARRIES = [0, 'carries-both-ways', null]

describe('a target that answers', () => {
  it('DNS', async () => {
    await using target = await udpTarget(dns)
    const {short, facts} = await through(`127.0.0.1:${target.port}`, 'dns:example.com')
    expect(short).toEqual(CARRIES)
    expect(facts.datagrams).toMatchObject({sent: 5, received: 5, lost: 0, lostUp: null, lostDown: null})
    expect(target.asked).toHaveLength(5)
  })

  it('STUN, which tells the egress', async () => {
    await using target = await udpTarget(stun)
    const {short, facts} = await through(`127.0.0.1:${target.port}`, 'stun')
    expect(short).toEqual(CARRIES)
    expect(facts.egress?.address).toBe(target.asked[0])
    // One tunnel is one socket of the proxy.
    expect(new Set(target.asked).size).toBe(1)
  })

  it('a QUIC server: the proxy itself, by its name', async () => {
    const {short, facts} = await through(served.peer.authority, 'quic-vn')
    expect(short).toEqual(CARRIES)
    expect(facts.datagrams).toMatchObject({sent: 5, received: 5})
  })

  it('bytes of our choice, to an echo', async () => {
    await using target = await udpTarget(echo)
    const {short} = await through(`127.0.0.1:${target.port}`, 'hex:00ff')
    expect(short).toEqual(CARRIES)
  })

  it('over IPv6, from a proxy reached over IPv4', async () => {
    await using target = await udpTarget(echo, '::1')
    const {short, header} = await through(`[::1]:${target.port}`, 'hex:00ff')
    expect(short).toEqual(CARRIES)
    expect(header('proxy-status')).toContain(`next-hop="[::1]:${target.port}"`)
  })
})

describe('a target that does not answer', () => {
  it('is silent: nobody is accused, and what is not known is said', async () => {
    await using target = await udpTarget(silence)
    const {short, facts} = await through(`127.0.0.1:${target.port}`, 'stun', '-w', '1')
    expect(short).toEqual([3, 'accepted', 'unknown'])
    expect(facts.answers).toEqual({reachable: 'yes', accepted: 'yes', carriesUp: 'unknown', carriesDown: 'unknown'})
    expect(facts.because).toContain('it cannot be told which')
    expect(facts.notKnown).toEqual([
      'which way lost datagrams went: only a responder can tell',
      'the largest payload each way: only a responder answers in the size that is wanted',
      'what the target saw: source, TTL, ECN',
    ])
    // Every one of them had in fact arrived: to say that they were lost on the way up would have been wrong.
    expect(target.asked).toHaveLength(5)
    expect(facts.datagrams).toMatchObject({sent: 5, received: 0, lostUp: null, lostDown: null})
  })

  it('answers with other things: they are no proof', async () => {
    await using target = await udpTarget(() => Buffer.from('not a STUN message'))
    const {short} = await through(`127.0.0.1:${target.port}`, 'stun', '-w', '1')
    expect(short).toEqual([3, 'accepted', 'unknown'])
  })

  // masque-go reads from its socket, gets ECONNREFUSED, and ends the stream (proxyConnReceive). The 200 was sent before.
  it('has nobody on its port: masque-go accepts the tunnel and ends it at the first datagram', async () => {
    const began = performance.now()
    const {short, facts, road} = await through(`127.0.0.1:${await freePort()}`, 'stun')
    expect(short).toEqual([3, 'accepted', 'unknown'])
    expect(road.response?.status).toBe(200)
    expect(facts.tunnelEnding).toBe('the peer ended the stream')
    expect(facts.because).toContain('the tunnel had ended: the peer ended the stream')
    // An ended tunnel is not waited for.
    expect(performance.now() - began).toBeLessThan(4000)
  })

  it('has a name that does not exist: the proxy says so, and is not blamed', async () => {
    const {short, failure, road, header} = await through('nonexistent.invalid:53', 'dns:example.com')
    expect(short).toEqual([3, 'refused', 'target'])
    expect(failure).toEqual(['response', 'proxy-dns-error'])
    expect(road.response?.status).toBe(502)
    expect(header('proxy-status')).toContain('error="dns_error";rcode="Negative response"')
    expect(road.diagnosis?.meaning).toContain("cannot resolve the target's name")
  })
})
