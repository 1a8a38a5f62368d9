/** What is said of certificates, on the native engine: its words are what the diagnosis goes by. */
import {describe, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {toDocument} from '../../src/lib/probe/document.js'
import type {UdpProbeOptions} from '../../src/lib/probe/options.js'
import type {ReachOptions} from '../../src/lib/reach/options.js'
import {SetupError} from '../../src/lib/reach/setup-error.js'
import {probeUdp} from '../../src/lib/probe/udp.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {serveProxy} from '../../src/lib/proxy/serve.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import {QuicEndpoint} from '../../src/lib/quic/endpoint.js'
import {udpFacts} from '../../src/lib/report/udp-facts.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {makeCertificate, type CertificateWish, type TestCertificate} from '../support/certificate.js'
import {Probed} from '../probe/world.js'

const binding = loadBinding()
const platform = {binding, clock: systemClock, random: seeded(1), net: new NativeNet(binding)}
const HOUR = 3_600_000
const now = Date.now()

async function probe(proxy: string, reach: Partial<ReachOptions> = {}, more: Partial<UdpProbeOptions> = {}) {
  const options: UdpProbeOptions = {
    proxy: parseProxyAddress(proxy),
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'anything'}, ...reach},
    aim: {kind: 'in-process'},
    headers: [],
    http: {versions: ['3'], named: true},
    datagrams: 'auto',
    count: 2,
    intervalMs: 1,
    timeoutMs: 5000,
    wire: false,
    evidence: new Recorder(),
    sizes: false,
    ...more,
  }
  const result = await probeUdp(options, platform, () => undefined, new AbortController().signal)
  const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
  const info = {tool, command: 'probe udp', seed: 1, startedAt: new Date(0), durationMs: 0, warnings: []}
  const document = toDocument(result, info)
  return new Probed(document, udpFacts.parse(document.facts), 0)
}

/** Probes a proxy that shows this certificate. */
async function against(
  wish: CertificateWish,
  trust: (certificate: TestCertificate) => ReachOptions['trust'] = ({caPem}) => ({trust: 'roots', rootsPem: caPem}),
  more: Partial<ReachOptions> = {},
): Promise<Probed> {
  const certificate = await makeCertificate(wish)
  const policy = honestPolicy(new AllowList(['127.0.0.1']))
  await using served = serveProxy({...platform, ...certificate, policy, local: '127.0.0.1:0'})
  return await probe(served.address, {trust: trust(certificate), ...more})
}

describe('a certificate', () => {
  it('that is good', async () => {
    const probed = await against({})
    expect(probed.short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(probed.road.tls?.chain[0]?.subject).toContain('localhost')
  })

  it.each<[string, CertificateWish, string]>([
    ['for another name', {names: ['other.example'], addresses: []}, 'certificate-NotValidForName'],
    ['that has expired', {notBefore: new Date(now - 2 * HOUR), notAfter: new Date(now - HOUR)}, 'certificate-Expired'],
    [
      'from the future',
      {notBefore: new Date(now + HOUR), notAfter: new Date(now + 2 * HOUR)},
      'certificate-NotValidYet',
    ],
    ['of an authority', {isAuthority: true}, 'certificate-CaUsedAsEndEntity'],
    ['for clients', {clientsOnly: true}, 'certificate-InvalidPurpose'],
  ])('%s', async (_, wish, code) => {
    const probed = await against(wish)
    expect(probed.failure).toEqual(['certificate', code])
    expect(probed.short.viability).toBe('unreachable')
    expect(probed.road.diagnosis?.meaning).not.toMatch(/[{}]|\?\?/)
    expect(probed.road.tls?.problem).toBeDefined()
  })

  it('from a stranger: its pin is offered, and with that it works', async () => {
    const stranger = await makeCertificate()
    const roots = {trust: 'roots', rootsPem: stranger.caPem} as const
    const probed = await against({}, () => roots)
    expect(probed.failure).toEqual(['certificate', 'certificate-UnknownIssuer'])
    const pin = probed.road.tls?.chain[0]?.pin ?? ''
    expect(probed.road.diagnosis?.next).toContain(`--pin ${pin}`)
    const pinned = await against({}, certificate => ({trust: 'pin', pin: certificate.pin}))
    expect(pinned.short.exit).toBe(0)
  })

  it('with another key than was pinned', async () => {
    const probed = await against({}, () => ({trust: 'pin', pin: new Uint8Array(32)}))
    expect(probed.failure).toEqual(['certificate', 'certificate-PinMismatch'])
  })

  it('that nobody checks is used, and what would have been wrong is kept', async () => {
    const wish = {notBefore: new Date(now - 2 * HOUR), notAfter: new Date(now - HOUR)}
    const probed = await against(wish, ({caPem}) => ({trust: 'anything', rootsPem: caPem}))
    expect(probed.short.viability).toBe('carries-both-ways')
    expect(probed.road.tls).toMatchObject({checkedBy: 'nothing'})
    expect(probed.road.tls?.problem).toContain('Expired')
  })

  it('is judged by the name of --sni', async () => {
    const wish = {names: ['localhost', 'other.example']}
    const right = await against(wish, undefined, {serverName: 'other.example'})
    expect(right.short.exit).toBe(0)
    const wrong = await against(wish, undefined, {serverName: 'wrong.example'})
    expect(wrong.failure).toEqual(['certificate', 'certificate-NotValidForName'])
  })
})

describe('a client certificate', () => {
  it('that is asked for: the alert comes after the handshake, and is understood', async () => {
    const server = await makeCertificate()
    const clients = await makeCertificate()
    await using endpoint = new QuicEndpoint(binding, {
      local: '127.0.0.1:0',
      server: {...server, alpn: ['h3'], clientCaPem: clients.caPem},
    })
    const trust = {trust: 'roots', rootsPem: server.caPem} as const
    const without = await probe(endpoint.localAddress, {trust})
    expect(without.failure).toEqual(['settings', 'client-certificate-required'])
    expect(without.road.diagnosis?.next).toContain('--cert')
    const identity = {certificatesPem: clients.certificatesPem, keyPem: clients.keyPem}
    const withOne = await probe(endpoint.localAddress, {trust, identity}, {timeoutMs: 300})
    // Let in; there is only QUIC behind it.
    expect(withOne.failure).toEqual(['settings', 'no-settings'])
  })
})

describe('the native engine', () => {
  it('probes the word self', async () => {
    const probed = await probe('self')
    expect(probed.short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(probed.facts.embeddedProxy).toBe(true)
  })

  it('knows a closed port at once', async () => {
    const began = systemClock.now()
    const probed = await probe('127.0.0.1:9')
    expect(probed.failure).toEqual(['udp', 'port-unreachable'])
    expect(systemClock.now() - began).toBeLessThan(2000)
  })

  it('says so when it cannot send from an address', async () => {
    const attempt = probe('127.0.0.1:9', {bind: '192.0.2.200:0'})
    await expect(attempt).rejects.toThrow(SetupError)
    await expect(attempt).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      next: expect.stringContaining('address of this host') as string,
    })
  })
})
