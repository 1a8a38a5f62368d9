/** The words of a requirement that are the same wherever it is shown. */
import type {Need, Requirement, Status} from '../../spec/requirement.js'

const NEEDS: Readonly<Record<Need, string>> = {
  responder: 'a responder as target',
  raw: 'a responder with raw sockets',
  'raw-client': 'raw sockets here',
  capture: 'a capture of the outer packets',
  'second-ip': 'a second address of the responder',
  'second-port': 'a second port of the responder',
  dns: 'a DNS zone of your own',
  netem: 'a network that can be made worse (the lab)',
  'on-link-responder': "a responder on the proxy's own link",
  'mock-origin': 'a web server of your own behind the proxy',
}

export function needWords(needs: readonly Need[]): string {
  return needs.length === 0 ? 'nothing but the proxy' : needs.map(need => NEEDS[need]).join(', ')
}

export function bindsWords(binds: Requirement['binds']): string {
  switch (binds) {
    case 'proxy':
      return 'binds the proxy'
    case 'client':
      return 'binds the client'
    case 'both':
      return 'binds both sides'
    case 'method':
      return 'a method, which binds nobody'
  }
}

export function levelWords(level: Requirement['level']): string {
  return level === 'none' ? 'no demand: looked at, never judged' : level
}

const WAITS: Readonly<Record<Extract<Status, {kind: 'planned'}>['waitsFor'], string>> = {
  suite: 'the suite (masque check)',
  responder: 'a responder that sends and sees raw packets',
  client: 'the other side: a proxy that examines clients',
  indistinguishability: 'the comparison with ordinary web servers',
  extension: 'the extension, which is a draft',
  'own-key': 'a key of ours that the proxy knows, and a client that signs with it (RFC 9729)',
  engine: 'our own QUIC, which hides it: it keeps credit flowing, and asks again as soon as an acknowledgement is late',
  bottleneck: 'a link of known capacity between us and the proxy (the lab)',
}

export function statusWords(status: Status | undefined): string {
  switch (status?.kind) {
    case undefined:
      return 'probed'
    case 'planned':
      return `no probe yet; it waits for ${WAITS[status.waitsFor]}`
    case 'covered':
      return `looked at by ${status.by.join(', ')}`
    case 'method':
      return 'how things are measured; there is nothing to probe'
    case 'untestable':
      return `cannot be seen from outside: ${status.reason}`
  }
}
