/** A success for what nobody can send to is one without a socket. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/3.1-no-socket-no-success/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const answer = (kind: 'success' | 'refused' | 'ended' | 'silence', status: number | null = null, proxyStatus = '') => ({
  kind,
  status,
  proxyStatus,
})
const yes = answer('success', 200)
const unroutable = answer('refused', 502, 'p; error=destination_ip_unroutable')

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'a tunnel to fe80::77 was refused with 502'],
  [{noLink: yes}, 'observed', 'a tunnel to fe80::77, to which no socket can lead without a link, was accepted (200)'],
  [{noLink: yes, ipv6: unroutable}, 'observed', 'was accepted (200)'],
  [{ipv6: unroutable}, 'pass', 'there is no way out over IPv6, and the proxy says so: 502 with'],
  [{ipv6: unroutable}, 'pass', 'destination_ip_unroutable'],
  [{ipv4: unroutable, noLink: answer('silence')}, 'pass', 'there is no way out over IPv4'],
  [
    {ipv4: {...unroutable, kind: 'success'}, noLink: answer('silence')},
    'inconclusive',
    'no request to an address without a way out was answered',
  ],
  [{ipv4: answer('refused', 403), noLink: answer('ended')}, 'inconclusive', 'was answered'],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({ipv4: yes, ipv6: yes, noLink: answer('refused', 502), ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})
