/**
 * Ways to fail at masque-go's proxy: the phase that fails, the diagnosis and whose fault it is. Each was checked against
 * its source: what is said must be true of what it did.
 */
import {describe, expect, it} from 'vitest'
import {probeUdp, type Probed} from '../support/cli.js'
import {peerForAll} from '../support/fixture.js'
import {makeIdentity} from '../support/identity.js'
import {startPeer} from '../support/peer.js'
import {freePort} from '../support/ports.js'
import {until} from '../../support/until.js'

const served = peerForAll('masque-go')

function at(proxy: string, ...more: readonly string[]): Promise<Probed> {
  return probeUdp(proxy, '--cacert', served.identity.ca, '-c', '5', '-i', '0.02', ...more)
}

const path = (text: string): string => `https://${served.peer.authority}${text}`

describe('the template', () => {
  it('has a path nobody serves: 404', async () => {
    const {short, failure, facts} = await at(path('/wrong/{target_host}/{target_port}/'))
    expect(short).toEqual([3, 'refused', 'you'])
    expect(failure).toEqual(['response', 'status-404'])
    expect(facts.answers).toMatchObject({reachable: 'yes', accepted: 'no', carriesUp: 'unknown'})
  })

  // Go's ServeMux redirects to the pattern with a slash at its end, CONNECT as well.
  it('lacks the slash at its end: 307', async () => {
    const {short, failure, header} = await at(path('/.well-known/masque/udp/{target_host}/{target_port}'))
    expect(short).toEqual([3, 'refused', 'you'])
    expect(failure).toEqual(['response', 'status-307'])
    expect(header('location')).toMatch(/^\/\.well-known\/masque\/udp\/127\.0\.0\.1\/\d+\/$/)
  })

  it('goes on behind its end: 400', async () => {
    const {short, failure} = await at(path('/.well-known/masque/udp/{target_host}/{target_port}/more'))
    expect(short).toEqual([3, 'refused', 'unknown'])
    expect(failure).toEqual(['response', 'status-400'])
  })

  // ParseProxyRequest compares :authority with the template's host and port, letter by letter.
  it('has another authority: 400, and the advice names it', async () => {
    const {short, failure, road} = await at(`127.0.0.1:${served.peer.port}`)
    expect(short).toEqual([3, 'refused', 'unknown'])
    expect(failure).toEqual(['response', 'status-400'])
    expect(road.diagnosis?.next).toContain('authority')
  })
})

describe('the certificate', () => {
  it('comes from another authority', async () => {
    await using other = await makeIdentity()
    const {short, failure, road, facts} = await probeUdp(served.peer.authority, '--cacert', other.ca)
    expect(short).toEqual([3, 'unreachable', 'you'])
    expect(failure).toEqual(['certificate', 'certificate-UnknownIssuer'])
    expect(road.attempts.map(({phase}) => phase)).toEqual(['names', 'udp', 'quic', 'certificate'])
    // The advice works: the pin it gives is the server's.
    const pin = /--pin (\S+)/.exec(road.diagnosis!.next)![1]!
    expect(road.tls?.chain[0]?.pin).toBe(pin)
    expect(facts.answers.accepted).toBe('unknown')
    const again = await probeUdp(served.peer.authority, '--pin', pin, '-c', '1')
    expect(again.short).toEqual([0, 'carries-both-ways', null])
  })

  it('is for other names', async () => {
    const {short, failure, road} = await at(served.peer.authority, '--sni', 'other.example')
    expect(short).toEqual([3, 'unreachable', 'unknown'])
    expect(failure).toEqual(['certificate', 'certificate-NotValidForName'])
    expect(road.diagnosis?.meaning).toContain('DNS:localhost')
  })

  it('is not checked with --insecure, and the result says so', async () => {
    const result = await probeUdp(served.peer.authority, '--insecure', '-c', '1')
    expect(result.short).toEqual([0, 'carries-both-ways', null])
    expect(result.document.warnings).toEqual(['the certificate was not checked (--insecure)'])
    expect(result.road.tls).toMatchObject({checkedBy: 'nothing', problem: 'UnknownIssuer'})
  })
})

describe('the way', () => {
  it('leads to a port where nothing listens', async () => {
    const {road, ended, failure} = await at(`localhost:${await freePort()}`, '-4')
    expect([ended.code, road.viability]).toEqual([3, 'unreachable'])
    expect(failure).toEqual(['udp', 'port-unreachable'])
    // At once: the host said it, there is nothing to wait for.
    expect(road.attempts.at(-1)!.durationMs).toBeLessThan(1000)
  })

  it('leads there after the proxy has ended', async () => {
    const gone = await startPeer('masque-go', served.identity)
    expect((await at(gone.authority, '-4')).ended.code).toBe(0)
    await gone[Symbol.asyncDispose]()
    expect((await at(gone.authority, '-4')).failure).toEqual(['udp', 'port-unreachable'])
  })

  // A process that is stopped: its socket takes packets, and nobody reads them. Nobody can tell that from a firewall.
  it('leads to a proxy that hangs: silence, and nobody is accused', async () => {
    await using hung = await startPeer('masque-go', served.identity)
    hung.process.kill('SIGSTOP')
    const {short, failure} = await at(hung.authority, '-4', '-w', '1')
    hung.process.kill('SIGCONT')
    expect(short).toEqual([3, 'unreachable', 'unknown'])
    expect(failure).toEqual(['udp', 'udp-silent-tcp-refused'])
  })
})

// masque-go skips every capsule on the request stream, DATAGRAM capsules too (skipCapsules), whatever RFC 9297
// section 3.5 says. The responder on this host saw none, so that it was the proxy is known.
it('drops datagrams that come in capsules, and is blamed for it', async () => {
  const {short, facts} = await at(served.peer.authority, '--datagrams', 'capsules', '-w', '1')
  expect(short).toEqual([3, 'accepted', 'proxy'])
  expect(facts.answers).toMatchObject({carriesUp: 'no', carriesDown: 'unknown'})
  expect(facts.datagrams).toMatchObject({sent: 5, received: 0, lostUp: 5, lostDown: 0})
  await until(() => served.peer.process.stderr.includes('skipping capsule of type 0'), 'what masque-go logs')
})
