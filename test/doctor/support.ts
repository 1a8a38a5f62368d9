/** A machine on which everything is well, to be spoilt in one point. */
import type {Context} from '../../src/lib/doctor/context.js'
import type {Host} from '../../src/lib/doctor/host.js'
import type {Visit} from '../../src/lib/doctor/visit.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {World, proxyCertificate} from '../probe/world.js'

export const GOOD_FILES: Readonly<Record<string, string>> = {
  '/proc/self/maps': '7f00-7f01 r-xp 0 08:01 42   /opt/masque/native/masque-engine.node\n',
  '/opt/masque/native/masque-engine.node': '\x7fELF GLIBC_2.9\0GLIBC_2.28\0GLIBC_2.17',
  '/proc/sys/net/core/rmem_max': '8388608\n',
  '/proc/sys/net/core/wmem_max': '8388608\n',
  '/proc/self/status': 'Name:\tnode\nCapEff:\t0000000000002000\n',
  '/home/me/.bashrc': 'MASQUE_AC_BASH_SETUP_PATH=/x && source $MASQUE_AC_BASH_SETUP_PATH\n',
  '/sys/class/net/eth0/mtu': '1500\n',
}

export function host(changes: Partial<Host> & {files?: Readonly<Record<string, string | undefined>>} = {}): Host {
  const {files, ...rest} = changes
  const all: Readonly<Record<string, string | undefined>> = {...GOOD_FILES, ...files}
  return {
    env: {SHELL: '/bin/bash'},
    platform: 'linux',
    nodeVersion: '22.4.1',
    glibcVersion: '2.36',
    kernelRelease: '6.1.0-18-amd64',
    home: '/home/me',
    read: path => Promise.resolve(all[path]),
    find: program => Promise.resolve(`/usr/bin/${program}`),
    run: () => Promise.resolve({exitCode: 0, stderr: ''}),
    interfaceOf: () => 'eth0',
    ...rest,
  }
}

export const WORKING: Context['configuration'] = {
  files: [
    {file: 'masque.toml', read: true},
    {file: '~/.config/masque/config.toml', read: false},
  ],
  problem: undefined,
  profiles: ['office'],
  strayVariables: [],
}

export const MISSING_ENGINE: Context['engine'] = {
  kind: 'missing',
  message: "the native engine does not load: /x.node: version `GLIBC_2.34' not found",
  attempts: [
    {where: '/x.node', error: "/lib/libc.so.6: version `GLIBC_2.34' not found (required by /x.node)"},
    {where: '@masque/linux-x64-gnu'},
  ],
}

export async function context(changes: Partial<Context> = {}): Promise<Context> {
  const world = new World(await proxyCertificate(), {nextDoor: true})
  return {
    host: host(),
    engine: {kind: 'loaded', version: '0.1.0', description: 'a fake', platform: world.platform()},
    nodeNeeded: '20.19',
    configuration: WORKING,
    visit: () => Promise.resolve(undefined),
    signal: new AbortController().signal,
    ...changes,
  }
}

export const LEAF = {
  subject: 'CN=proxy.example',
  issuer: 'CN=CA',
  names: '',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2026-12-31T00:00:00.000Z',
  pin: '',
}

export function visit(changes: Partial<Visit> = {}): () => Promise<Visit> {
  const ok = {outcome: 'ok' as const, startMs: 0, durationMs: 1}
  return () =>
    Promise.resolve({
      template: parseTemplate('https://proxy.example/{target_host}/{target_port}/'),
      address: '192.0.2.1:443',
      localIp: '198.51.100.9',
      phases: [
        {phase: 'names', detail: '192.0.2.1', ...ok},
        {phase: 'udp', detail: 'the first datagram came back', ...ok},
        {phase: 'quic', detail: 'version 1', ...ok},
        {phase: 'settings', detail: 'extended CONNECT, datagrams', ...ok},
      ],
      mtu: 1452,
      tls: {
        version: '1.3',
        alpn: 'h3',
        cipher: null,
        keyExchange: null,
        checkedBy: 'roots',
        problem: null,
        chain: [LEAF],
      },
      wall: new Date('2026-06-01T00:00:00Z'),
      ...changes,
    })
}
