/** What each peer is asked, so that its facts can be compared with those on file. */
import {freePort} from './ports.js'
import type {Peer as RunningPeer} from './peer.js'
import {echo, silence, udpTarget, type UdpTarget} from './targets.js'

/** The arguments of `probe udp`, and what must be there while it runs. */
export interface Asked extends AsyncDisposable {
  readonly args: readonly string[]
}

/** Whom to ask, by names. */
export type Peer = Pick<RunningPeer, 'authority' | 'port'>

/** The reference proxy of the same run. */
export const self: Peer = {authority: 'self', port: 0}

export interface Scenario {
  readonly name: string
  readonly ask: (peer: Peer) => Promise<Asked>
  /** It takes long enough for the connection to find the path's MTU. */
  readonly settled?: true
}

const SHORT = ['-c', '5', '-i', '0.05', '-w', '2']
const path = ({authority}: Peer, text: string): string => `https://${authority}/${text}`

/** Nothing else is needed. */
function plain(args: (peer: Peer) => readonly string[]): Scenario['ask'] {
  return peer => Promise.resolve({args: args(peer), [Symbol.asyncDispose]: () => Promise.resolve()})
}

function aimedAt(open: () => Promise<UdpTarget>, host: string, payload: string): Scenario['ask'] {
  return async ({authority}) => {
    const target = await open()
    const args = [authority, '--target', `${host}:${target.port}`, '--payload', payload, ...SHORT]
    return {args, [Symbol.asyncDispose]: () => target[Symbol.asyncDispose]()}
  }
}

const carries: Scenario = {name: 'carries', ask: plain(({authority}) => [authority, '-w', '3']), settled: true}

const unresolvable: Scenario = {
  name: 'target-without-address',
  ask: plain(({authority}) => [authority, '--target', 'nonexistent.invalid:53', '--payload', 'stun', '-w', '10']),
}

const capsules: Scenario = {
  name: 'capsules',
  ask: plain(({authority}) => [authority, '--datagrams', 'capsules', ...SHORT]),
}

const pathWrong: Scenario = {
  name: 'path-wrong',
  ask: plain(peer => [path(peer, 'wrong/{target_host}/{target_port}/'), ...SHORT]),
}

const all: readonly Scenario[] = [
  carries,
  capsules,
  {name: 'target-over-ipv6', ask: aimedAt(() => udpTarget(echo, '::1'), '[::1]', 'hex:00ff')},
  {name: 'target-silent', ask: aimedAt(() => udpTarget(silence), '127.0.0.1', 'stun')},
  {
    name: 'target-port-closed',
    // One datagram: when its tunnel ends in time for the next ones not to be sent is chance.
    ask: async ({authority}) => {
      const args = [authority, '--target', `127.0.0.1:${await freePort()}`, '--payload', 'stun', '-c', '1', '-w', '2']
      return {args, [Symbol.asyncDispose]: () => Promise.resolve()}
    },
  },
  unresolvable,
  pathWrong,
  {
    name: 'path-without-slash',
    ask: plain(peer => [path(peer, '.well-known/masque/udp/{target_host}/{target_port}'), ...SHORT]),
  },
  {
    name: 'path-goes-on',
    ask: plain(peer => [path(peer, '.well-known/masque/udp/{target_host}/{target_port}/more'), ...SHORT]),
  },
  {name: 'authority-by-address', ask: plain(({port}) => [`127.0.0.1:${port}`, ...SHORT])},
]

/** One tunnel only: with a second one on the same connection it panics. */
const inItsDialect: Scenario = {
  name: 'dialect-draft-settings',
  ask: plain(({authority}) => [authority, '-4', '--dialect', 'draft-settings', '--no-sizes', ...SHORT]),
}

/** What is asked over each version of HTTP, by the folder that the facts are in. */
export const over = {'': '3', http2: '2', 'http1.1': '1.1'} as const
type Folder = keyof typeof over

const nothingListens: readonly Scenario[] = [carries]

const IP = ['--no-reconnect', ...SHORT]
/** Of the network in user space behind both proxies on connect-ip-go. */
const HOST = ['--target', '198.51.100.10', '--tcp', '7', '--tcp', '9']

const ip = (name: string, target: readonly string[], ...more: readonly string[]): Scenario => ({
  name,
  ask: plain(({authority}) => [authority, ...target, ...more, ...IP]),
})

const ipCarries: readonly Scenario[] = [
  ip('ip-carries', HOST),
  ip('ip-capsules', ['--target', '198.51.100.10'], '--datagrams', 'capsules', '--sessions', '1', '--max-hops', '0'),
]

const ipRefused: readonly Scenario[] = [
  ip('ip-target-absent', ['--target', '198.51.100.99'], '--sessions', '1', '--max-hops', '2'),
  ip('ip-scope', ['--target', '198.51.100.10'], '--scope-target', '198.51.100.10'),
]

/** The same numbers, so the same addresses. */
const SEED = ['--seed', '7']

/** What `probe ip` is asked. */
export const ipScenarios: typeof scenarios = {
  embedded: {
    '': [ip('ip-carries', [], ...SEED), ip('ip-capsules', [], ...SEED, '--datagrams', 'capsules')],
    http2: [ip('ip-carries', [], ...SEED)],
    'http1.1': [ip('ip-carries', [], ...SEED)],
  },
  'connect-ip-go': {'': [...ipCarries, ...ipRefused]},
  // What more there is to it is in connect-ip-go/library.test.ts.
  'connect-ip-go-0.1': {'': ipCarries},
}

/** masquerade-proxy offers no tunnel that a client of the RFCs may ask for, whatever the path and the target are. */
export const scenarios: Readonly<Record<string, Readonly<Partial<Record<Folder, readonly Scenario[]>>>>> = {
  embedded: {'': [carries, capsules], http2: [carries], 'http1.1': [carries]},
  'masque-go': {'': all, http2: nothingListens, 'http1.1': nothingListens},
  envoy: {
    '': all,
    // All that travels there travels in capsules.
    http2: all.filter(({name}) => name !== 'capsules'),
    'http1.1': [carries, unresolvable, pathWrong],
  },
  'masquerade-proxy': {'': [carries, unresolvable, inItsDialect]},
}
