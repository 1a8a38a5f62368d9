/** A peer dies while datagrams flow: no hang, no crash, no figure that did not happen, and nobody accused. */
import {describe, expect, it} from 'vitest'
import {masque, probed, probeUdp, type Probed} from './support/cli.js'
import type {IpFacts} from '../../src/lib/report/ip-facts.js'
import {identityForAll} from './support/fixture.js'
import type {Identity} from './support/identity.js'
import {startPeer, type Peer} from './support/peer.js'
import {silence, udpTarget} from './support/targets.js'
import {until} from '../support/until.js'

const made = identityForAll()
const COUNT = 60

/** What is said of the end; null: nothing, as nobody said goodbye and the connection is simply not answered any more. */
const ends = [
  {http: '3', name: 'masque-go', signal: 'SIGKILL', ending: null},
  // Go's proxy has no handler: its sockets are closed by the system.
  {http: '3', name: 'masque-go', signal: 'SIGTERM', ending: null},
  {http: '3', name: 'envoy', signal: 'SIGKILL', ending: null},
  // A shutdown in good order, and QUIC's code for it is one for errors: its words are what tells them apart.
  {
    http: '3',
    name: 'envoy',
    signal: 'SIGTERM',
    ending: "the peer's QUIC closed the connection with INTERNAL_ERROR (0x1); it said: 16:Server shutdown imminent",
  },
  // Over TCP the system says it for a process that cannot.
  {
    http: '2',
    name: 'envoy',
    signal: 'SIGKILL',
    ending: 'the connection ended without the end of TLS (close_notify), so that bytes may be missing',
  },
  {http: '2', name: 'envoy', signal: 'SIGTERM', ending: 'the peer closed the connection'},
] as const

describe.each(ends)('$name over HTTP/$http, $signal', ({http, name, signal, ending}) => {
  it('in the middle of a series: the run ends by itself, and counts what came before', async () => {
    await using peer = await startPeer(name, made.identity)
    const {result, replies} = await killedAfterTen(peer, http, signal, made.identity)
    const {facts, ended, document} = result
    expect(ended.stderr).toBe('')
    expect([...result.short, document.verdict]).toEqual([3, 'carries-both-ways', 'unknown', 'inconclusive'])
    expect(ended.tookMs).toBeLessThan(20_000)
    expect(replies).toBeLessThan(COUNT)
    expect(facts.stoppedAfter).toBe(replies)
    expect(facts.because).toContain(`after ${replies} of ${COUNT} datagrams`)
    expect(facts.tunnelEnding).toBe(ending)
    if (ending !== null) expect(facts.because).toContain(ending)
    expect(facts.answers).toEqual({reachable: 'yes', accepted: 'yes', carriesUp: 'yes', carriesDown: 'yes'})
    const carrier = http === '3' ? 'frame' : 'capsule'
    expect(facts.carriers).toEqual({up: carrier, down: [carrier]})
    const {sent, received, lost, lostUp, lostDown} = facts.datagrams!
    // After an end that was told there is nothing to send into.
    if (ending === null) expect(sent).toBe(COUNT)
    expect([received, lost]).toEqual([replies, sent - replies])
    // The responder reports over the direct way, which needs no proxy.
    expect(facts.reportCameBy).toBe('direct')
    expect(lostUp! + lostDown!).toBe(lost)
    // And afterwards nobody is there.
    const after = await probeUdp(peer.authority, '--http', http, '--cacert', made.identity.ca, '-4')
    expect([after.short, after.failure]).toEqual([
      [3, 'unreachable', 'unknown'],
      http === '3' ? ['udp', 'port-unreachable'] : ['tcp', 'tcp-refused'],
    ])
  })
})

/** The signal comes when ten replies have; how many there were in the end. */
async function killedAfterTen(
  peer: Peer,
  http: string,
  signal: NodeJS.Signals,
  {ca}: Identity,
): Promise<{result: Probed; replies: number}> {
  const args = ['--http', http, '--cacert', ca, '-c', String(COUNT), '-i', '0.05', '-w', '2', '--format', 'jsonl']
  await using run = masque('probe', 'udp', peer.authority, ...args)
  await run.printed(/"event":"reply".*"number":9,/)
  peer.process.kill(signal)
  const ended = await run.ended
  const lines = ended.stdout.trimEnd().split('\n')
  const replies = lines.filter(line => line.includes('"event":"reply"')).length
  return {result: probed({...ended, stdout: lines.at(-1)!.replace('"event":"result",', '')}), replies}
}

it.each(['masque-go', 'envoy'])('%s, before anything was answered: nobody is accused', async name => {
  await using peer = await startPeer(name, made.identity)
  await using target = await udpTarget(silence)
  const aim = ['--target', `127.0.0.1:${target.port}`, '--payload', 'stun']
  await using run = masque(
    ...['probe', 'udp', peer.authority, '--http', '3', '--cacert', made.identity.ca, ...aim],
    ...['-c', '20', '-i', '0.05', '-w', '1', '--json'],
  )
  await until(() => target.asked.length >= 3, 'three datagrams at the target')
  peer.process.kill('SIGKILL')
  const {short, facts} = probed(await run.ended)
  expect(short).toEqual([3, 'accepted', 'unknown'])
  expect(facts.datagrams).toMatchObject({sent: 20, received: 0, lostUp: null, lostDown: null})
  expect(target.asked.length).toBeLessThan(20)
})

// No tunnel is offered, so that it cannot die in the middle of one.
describe('masquerade-proxy', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('%s: the port is unreachable, and nobody is accused', async signal => {
    await using peer = await startPeer('masquerade-proxy', made.identity)
    peer.process.kill(signal)
    await peer.process.ended
    const {short, failure} = await probeUdp(peer.authority, '--cacert', made.identity.ca, '-4')
    expect([short, failure]).toEqual([
      [3, 'unreachable', 'unknown'],
      ['udp', 'port-unreachable'],
    ])
  })
})

describe('an IP tunnel to connect-ip-go', () => {
  it('killed in the middle of a series of echoes: the run ends by itself, and accuses nobody', async () => {
    await using peer = await startPeer('connect-ip-go', made.identity)
    await using run = masque(
      ...['probe', 'ip', peer.authority, '--cacert', made.identity.ca, '--http', '3', '--target', '198.51.100.10'],
      ...['-c', String(COUNT), '-i', '0.05', '-w', '1', '--sessions', '1', '--no-reconnect', '--max-hops', '0'],
      ...['--format', 'jsonl'],
    )
    await run.printed(/"event":"reply".*"number":9,/)
    peer.process.kill('SIGKILL')
    const {code, stdout, stderr, tookMs} = await run.ended
    expect([code, stderr]).toEqual([3, ''])
    expect(tookMs).toBeLessThan(20_000)
    const lines = stdout.trimEnd().split('\n')
    const replies = lines.filter(line => line.includes('"event":"reply"')).length
    const {facts, roads, verdict} = JSON.parse(lines.at(-1)!) as {
      facts: IpFacts
      roads: {blame: string}[]
      verdict: string
    }
    expect([roads[0]!.blame, verdict]).toEqual(['unknown', 'inconclusive'])
    expect(facts.ipv4!.echo[0]).toMatchObject({received: replies})
    expect(replies).toBeLessThan(COUNT)
  })
})
