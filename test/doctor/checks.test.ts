/** Each check with what it is there to find. */
import {describe, expect, it} from 'vitest'
import {ancillary} from '../../src/lib/doctor/checks/ancillary.js'
import {judgeClock} from '../../src/lib/doctor/checks/clock.js'
import {loopback} from '../../src/lib/doctor/checks/loopback.js'
import {capture, namespaces, rawSockets} from '../../src/lib/doctor/checks/privileges.js'
import {engine, glibc, node} from '../../src/lib/doctor/checks/programs.js'
import {completion, configuration, variables} from '../../src/lib/doctor/checks/settings.js'
import {buffers, offload} from '../../src/lib/doctor/checks/sockets.js'
import {pathMtu, proxyClock, proxyHandshake, proxyUdp} from '../../src/lib/doctor/checks/way.js'
import type {Context} from '../../src/lib/doctor/context.js'
import type {Finding} from '../../src/lib/doctor/finding.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import type {Net} from '../../src/lib/net/net.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {context, host, LEAF, MISSING_ENGINE, visit, WORKING} from './support.js'

type Look = (context: Context) => Promise<Finding>

async function outcome(look: Look, changes: Partial<Context> = {}): Promise<string> {
  const {outcome: found, detail} = await look(await context(changes))
  return `${found}: ${detail}`
}

it.each<readonly [string, Look]>([
  ['node', node],
  ['engine', engine],
  ['glibc', glibc],
  ['buffers', buffers],
  ['raw sockets', rawSockets],
  ['capture', capture],
  ['namespaces', namespaces],
  ['configuration', configuration],
  ['variables', variables],
  ['completion', completion],
])('finds nothing wrong where nothing is: %s', async (_, look) => {
  expect(await outcome(look)).toMatch(/^ok: /)
})

describe('programs', () => {
  it('says which Node is too old', async () => {
    expect(await outcome(node, {host: host({nodeVersion: '20.9.0'})})).toBe('failed: Node 20.9.0')
  })

  it('tells the first real error of an engine that does not load, and all that was tried', async () => {
    const found = await engine(await context({engine: MISSING_ENGINE}))
    expect(found.outcome).toBe('failed')
    expect(found.meaning).toContain('@masque/linux-x64-gnu (not there)')
    const attempts = [{where: 'somewhere'}]
    expect(await outcome(engine, {engine: {kind: 'missing', message: 'not installed', attempts}})).toBe(
      'missing: not installed',
    )
  })

  it('compares the glibc that is needed with the one that is there', async () => {
    expect(await outcome(glibc)).toBe('ok: glibc 2.36, the engine needs 2.28')
    const old = host({glibcVersion: '2.31'})
    expect(await outcome(glibc, {engine: MISSING_ENGINE, host: old})).toBe('failed: glibc 2.31, the engine needs 2.34')
    expect(await outcome(glibc, {engine: MISSING_ENGINE, host: host({glibcVersion: undefined})})).toBe(
      'missing: no glibc',
    )
  })
})

describe('the loopback interface', () => {
  it('needs an engine', async () => {
    expect(await outcome(loopback, {engine: MISSING_ENGINE})).toMatch(/^missing: not tried/)
    expect(await outcome(ancillary, {engine: MISSING_ENGINE})).toMatch(/^missing: not tried/)
    expect(await outcome(offload, {engine: MISSING_ENGINE})).toMatch(/^missing: not tried/)
  })

  it('carries a tunnel, and tells everything beside the payload', async () => {
    const real = await realEngine()
    expect(await outcome(loopback, {engine: real})).toMatch(/^ok: /)
    expect(await outcome(ancillary, {engine: real})).toMatch(/^ok: /)
    expect(await outcome(offload, {engine: real})).toMatch(/^ok: /)
  })

  it('is told apart from a network whose kernel keeps TOS, TTL and errors to itself', async () => {
    const real = await realEngine()
    const net = blind(real.platform.net)
    const found = await ancillary(await context({engine: {...real, platform: {...real.platform, net}}}))
    expect(found.detail).toBe('not delivered: TOS, TTL, error queue')
    expect(found.outcome).toBe('warning')
  })

  it('is found blocked', async () => {
    const real = await realEngine()
    const net = deaf(real.platform.net)
    expect(await outcome(ancillary, {engine: {...real, platform: {...real.platform, net}}})).toMatch(
      /^failed: a datagram/,
    )
    // What takes seconds on a network that is really blocked.
    const hasty = {...systemClock, after: (ms: number, callback: () => void) => systemClock.after(ms / 20, callback)}
    const found = await loopback(await context({engine: {...real, platform: {...real.platform, net, clock: hasty}}}))
    expect(found).toMatchObject({outcome: 'failed', detail: 'a tunnel through the embedded proxy: accepted'})
  })

  async function realEngine() {
    const binding = loadBinding()
    const platform = {clock: systemClock, random: seeded(1), net: new NativeNet(binding), binding}
    return {kind: 'loaded' as const, version: '0.1.0', description: 'real', platform}
  }

  /** Only the payload arrives. */
  function blind(net: Net): Net {
    return {
      ...pass(net),
      udp: (options, events) =>
        net.udp(options, {
          onPacket: ({bytes, start, end, atNs, from, localIp}) => {
            events.onPacket({bytes, start, end, atNs, from, localIp, tos: 0, ttl: undefined})
          },
        }),
    }
  }

  /** Nothing arrives. */
  function deaf(net: Net): Net {
    return {...pass(net), udp: options => net.udp(options, {onPacket: () => undefined})}
  }

  function pass(net: Net): Net {
    return {udp: net.udp.bind(net), lookup: net.lookup.bind(net), tcpAnswers: net.tcpAnswers.bind(net)}
  }
})

describe('the kernel', () => {
  it('is said to hold too little', async () => {
    const small = host({files: {'/proc/sys/net/core/rmem_max': '212992\n'}})
    expect(await outcome(buffers, {host: small})).toBe('warning: up to 208 KiB to receive, 8192 KiB to send')
  })

  it('is not accused where it tells nothing', async () => {
    const silent = host({files: {'/proc/sys/net/core/rmem_max': undefined}})
    expect(await outcome(buffers, {host: silent})).toMatch(/^ok: /)
  })
})

describe('permissions and tools', () => {
  it('knows a process without CAP_NET_RAW', async () => {
    const status = host({files: {'/proc/self/status': 'CapEff:\t000001ffffffdfff\n'}})
    expect(await outcome(rawSockets, {host: status})).toBe('missing: not permitted (no CAP_NET_RAW)')
  })

  it('names the tool that is missing', async () => {
    const find = (program: string) => Promise.resolve(program === 'tcpdump' ? '/usr/bin/tcpdump' : undefined)
    expect(await outcome(capture, {host: host({find})})).toBe('missing: /usr/bin/tcpdump, no tshark or dumpcap')
  })

  it('tries namespaces for itself, and by a user namespace', async () => {
    const refuse = (words: readonly string[]): boolean => words.includes('--user')
    const run = (_: string, words: readonly string[]) =>
      Promise.resolve(refuse(words) ? {exitCode: 0, stderr: ''} : {exitCode: 1, stderr: 'Operation not permitted'})
    expect(await outcome(namespaces, {host: host({run})})).toBe('ok: permitted within a user namespace')
    const never = () => Promise.resolve({exitCode: 1, stderr: 'unshare failed: Operation not permitted'})
    expect(await outcome(namespaces, {host: host({run: never})})).toMatch(/^missing: not permitted: unshare failed/)
    const find = () => Promise.resolve(undefined)
    expect(await outcome(namespaces, {host: host({find})})).toBe('missing: there is no unshare')
  })
})

describe('the clock', () => {
  const ticking = (stepNs: bigint, wall: string) => {
    let now = 0n
    return {...systemClock, nowNs: () => (now += stepNs), wall: () => new Date(wall)}
  }

  it('is fine enough, or is not', () => {
    expect(judgeClock(ticking(100n, '2026-06-01')).outcome).toBe('ok')
    expect(judgeClock(ticking(15_600_000n, '2026-06-01')).detail).toBe('steps of 15.600 ms')
  })

  it('cannot be older than the program', () => {
    expect(judgeClock(ticking(100n, '1970-01-02')).outcome).toBe('warning')
  })
})

describe('settings', () => {
  it('hands on what is wrong with a file', async () => {
    const problem = {message: 'masque.toml:3: there is no setting', next: "did you mean 'pin'?"}
    const found = await configuration(await context({configuration: {...WORKING, problem}}))
    expect(found).toMatchObject({outcome: 'failed', detail: problem.message, next: problem.next})
  })

  it('finds variables that do not do what they look like', async () => {
    const env = {https_proxy: 'http://proxy:3128', HTTP_PROXY: ''}
    expect(await outcome(variables, {host: host({env})})).toBe('warning: https_proxy is set')
    const strayVariables = [{name: 'MASQUE_TIMOUT', meant: 'MASQUE_TIMEOUT'}]
    const found = await variables(await context({configuration: {...WORKING, strayVariables}}))
    expect(found.next).toBe('did you mean MASQUE_TIMEOUT?')
  })

  it('knows a shell without completion', async () => {
    const bare = host({files: {'/home/me/.bashrc': 'alias ll=ls\n'}, env: {SHELL: '/usr/bin/zsh'}})
    const found = await completion(await context({host: bare}))
    expect(found).toMatchObject({outcome: 'missing', next: 'masque autocomplete zsh'})
  })
})

describe('the way to a proxy', () => {
  const failedPhase = {
    phase: 'udp' as const,
    outcome: 'failed' as const,
    startMs: 0,
    durationMs: 5000,
    detail: 'udp silent',
    diagnosis: {code: 'udp-silent', meaning: 'no answer', fault: 'unknown' as const, next: 'ask the firewall'},
  }

  it('is well when the visit was', async () => {
    const good = {visit: visit()}
    expect(await outcome(proxyUdp, good)).toMatch(/^ok: /)
    expect(await outcome(proxyHandshake, good)).toBe('ok: settings: extended CONNECT, datagrams')
    expect(await outcome(pathMtu, good)).toBe('ok: UDP payloads of 1452 octets arrive; eth0 of 1500')
    expect(await outcome(proxyClock, good)).toMatch(/^ok: /)
  })

  it('hands on the diagnosis of the phase that failed, and blames no other', async () => {
    const silent = {visit: visit({phases: [failedPhase], mtu: null, tls: undefined})}
    const found = await proxyUdp(await context(silent))
    expect(found).toMatchObject({outcome: 'failed', meaning: 'no answer', next: 'ask the firewall'})
    expect(await outcome(proxyHandshake, silent)).toBe('failed: not reached')
    expect(await outcome(pathMtu, silent)).toMatch(/^missing: not measured/)
    expect(await outcome(proxyClock, silent)).toMatch(/^missing: /)
  })

  it('knows a path too narrow for QUIC inside', async () => {
    expect(await outcome(pathMtu, {visit: visit({mtu: 1200})})).toMatch(/^warning: UDP payloads of 1200/)
  })

  it('does not decide between a wrong clock and a wrong certificate', async () => {
    const early = await proxyClock(await context({visit: visit({wall: new Date('2025-12-31T00:00:00Z')})}))
    expect(early.detail).toContain('before the validity')
    expect(early.meaning).toMatch(/^either this clock is slow, or /)
    const late = await proxyClock(await context({visit: visit({wall: new Date(Date.parse(LEAF.validTo) + 1000)})}))
    expect(late.meaning).toMatch(/^either this clock is fast, or /)
  })

  it('is not judged without an engine', async () => {
    expect(await outcome(proxyUdp, {engine: MISSING_ENGINE})).toMatch(/^missing: not tried/)
  })
})
