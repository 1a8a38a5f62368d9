/** What only some users may do: raw sockets, captures, network namespaces. */
import type {Context} from '../context.js'
import {missing, ok, type Finding} from '../finding.js'

const CAP_NET_RAW = 13n

export async function rawSockets({host}: Context): Promise<Finding> {
  const status = (await host.read('/proc/self/status')) ?? ''
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  const permitted = effective !== undefined && ((BigInt(`0x${effective}`) >> CAP_NET_RAW) & 1n) === 1n
  const facts = {permitted}
  if (permitted) return ok('permitted (CAP_NET_RAW)', facts)
  return missing({
    detail: effective === undefined ? 'cannot be told on this system' : 'not permitted (no CAP_NET_RAW)',
    meaning: 'nothing that forges or captures packets; probe and serve do not need it',
    next: `sudo, or sudo setcap cap_net_raw+ep on a copy of node`,
    facts,
  })
}

export async function capture({host}: Context): Promise<Finding> {
  const tcpdump = await host.find('tcpdump')
  const tshark = (await host.find('tshark')) ?? (await host.find('dumpcap'))
  const facts = {tcpdump: tcpdump ?? null, tshark: tshark ?? null}
  const found = [tcpdump, tshark].filter(path => path !== undefined)
  if (found.length === 2) return ok(found.join(', '), facts)
  return missing({
    detail: `${tcpdump ?? 'no tcpdump'}, ${tshark ?? 'no tshark or dumpcap'}`,
    meaning: 'captures cannot be taken or looked at on this machine; probe and serve do not need them',
    next: 'install tcpdump and tshark from your distribution',
    facts,
  })
}

export async function namespaces({host}: Context): Promise<Finding> {
  if ((await host.find('unshare')) === undefined) {
    return missing({
      detail: 'there is no unshare',
      meaning: 'labs of network namespaces cannot be built; probe and serve do not need them',
      next: 'on Linux: install util-linux',
      facts: {permitted: false},
    })
  }
  const direct = await host.run('unshare', ['--net', 'true'])
  if (direct.exitCode === 0) return ok('permitted', {permitted: true, byUserNamespace: false})
  const mapped = await host.run('unshare', ['--user', '--map-root-user', '--net', 'true'])
  if (mapped.exitCode === 0) return ok('permitted within a user namespace', {permitted: true, byUserNamespace: true})
  return missing({
    detail: `not permitted: ${mapped.stderr === '' ? direct.stderr : mapped.stderr}`,
    meaning: 'labs of network namespaces cannot be built; probe and serve do not need them',
    next: 'run as root, outside of containers that forbid it',
    facts: {permitted: false},
  })
}
