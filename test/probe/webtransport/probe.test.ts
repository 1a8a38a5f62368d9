/** The whole probe against servers that have both on one port, that have neither, and that let one spoil the other. */
import {expect, it} from 'vitest'
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import {DgramNet} from '../../../src/lib/net/dgram.js'
import {webTransportDocument} from '../../../src/lib/probe/webtransport/document.js'
import type {WebTransportProbeOptions} from '../../../src/lib/probe/webtransport/options.js'
import {probeWebTransport} from '../../../src/lib/probe/webtransport/webtransport.js'
import {resultDocument} from '../../../src/lib/report/document.js'
import {webTransportFacts} from '../../../src/lib/report/webtransport-facts.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {parseProxyAddress} from '../../../src/lib/tunnel/proxy-address.js'
import {makeCertificate} from '../../support/certificate.js'
import {startBothServer, type Habits} from './both-server.js'

const certificate = await makeCertificate()
const platform = {clock: systemClock, random: seeded(1), net: new DgramNet(systemClock), binding: undefined}
const info = {
  tool: {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const,
  command: 'probe webtransport',
  seed: 1,
  startedAt: new Date(0),
  durationMs: 1,
  warnings: [],
}

async function probe(proxy: string, more: Partial<WebTransportProbeOptions> = {}, pin = certificate.pin) {
  const options: WebTransportProbeOptions = {
    proxy: parseProxyAddress(proxy),
    sessionPath: '/echo',
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'pin', pin}},
    aim: {kind: 'in-process'},
    headers: [],
    http: {versions: ['2'], named: true},
    datagrams: 'auto',
    sizes: false,
    count: 6,
    intervalMs: 2,
    timeoutMs: 3000,
    wire: false,
    evidence: new Recorder(),
    ...more,
  }
  const result = await probeWebTransport(options, platform, () => undefined, new AbortController().signal)
  const document = resultDocument.parse(webTransportDocument(result, info))
  return {document, facts: webTransportFacts.parse(document.facts)}
}

async function withBoth(more: Partial<WebTransportProbeOptions> = {}, habits: Habits = {}) {
  await using server = await startBothServer(certificate, habits)
  return await probe(server.authority, more)
}

it('finds both side by side on one port, and measures each', async () => {
  const {document, facts} = await withBoth()
  expect(facts).toMatchObject({conclusion: 'side-by-side', session: {checkedBy: 'certificate-hash', answer: null}})
  expect(document.exitCode).toBe(0)
  const {tunnel, session} = facts
  for (const {datagrams} of [
    tunnel.alone,
    ...tunnel.beside,
    tunnel.after,
    session.alone,
    ...session.beside,
    session.after,
  ]) {
    expect(datagrams?.sent).toBe(6)
    expect(datagrams?.received).toBeGreaterThan(0)
  }
  expect(session.announced?.map(({id}) => id)).toContain('0x2b61')
  expect(session.largestEchoedBytes).toBe(session.libraryLimitBytes)
})

it('finds that a session ends tunnels: every time, with tunnels that live before and afterwards', async () => {
  const {document, facts} = await withBoth({}, {sessionsEndTunnels: true})
  expect(facts).toMatchObject({conclusion: 'tunnel-fails-beside-session', tunnel: {after: {carries: 'yes'}}})
  expect(facts.tunnel.beside.map(({carries}) => carries)).toEqual(['no', 'no', 'no'])
  expect(document.exitCode).toBe(3)
})

it('says who refused, and with what', async () => {
  const {facts} = await withBoth({sessionPath: '/nowhere'})
  expect(facts).toMatchObject({
    conclusion: 'refused',
    session: {answer: {status: 404}},
    tunnel: {alone: {carries: 'yes'}},
  })
})

it('does not take silence for anything', async () => {
  const {facts} = await withBoth({sessionPath: '/mute', timeoutMs: 800})
  expect(facts).toMatchObject({conclusion: 'undecided', session: {alone: {opened: 'yes', carries: 'no'}}})
  expect(facts.because).toContain('/mute')
})

it('knows a server that offers none', async () => {
  const {facts} = await probe('self')
  expect(facts).toMatchObject({conclusion: 'not-offered', session: {announced: [], answer: {status: 501}}})
})

it('tries no session where the library cannot be told what was asked for', async () => {
  const reach = {resolve: new Map(), allAddresses: false, trust: {trust: 'pin', pin: certificate.pin}} as const
  const {facts} = await withBoth({reach: {...reach, connectTo: {host: '127.0.0.1', port: 1}}})
  expect(facts).toMatchObject({conclusion: 'undecided', session: {alone: {opened: 'not-tried'}}})
})

it('trusts no certificate that the library cannot check', async () => {
  const old = await makeCertificate({notAfter: new Date(Date.now() + 60 * 86_400_000)})
  await using server = await startBothServer(old)
  const {facts} = await probe(server.authority, {}, old.pin)
  expect(facts).toMatchObject({conclusion: 'undecided', session: {checkedBy: null, alone: {opened: 'not-tried'}}})
  expect(facts.because).toContain('14 days')
})
