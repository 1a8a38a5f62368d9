import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/11-auth/probe.js'
import type {Answer, Rig} from '../../../src/lib/spec/rig.js'
import {judges} from '../support/judging.js'

const yes = {status: 200, accepted: true}
const no = {status: 407, accepted: false}
const none = {status: 0, accepted: false}
const open = {bare: yes, authorised: null, udp: yes, isLocal: false}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'was not answered'],
  ['open to all', open, 'fail', 'accepted with 200; unless it knows this network'],
  ['open to all, with credentials as well', {...open, authorised: yes}, 'fail', 'unless'],
  ['open on its own network', {...open, isLocal: true}, 'not-applicable', 'strangers do not reach'],
  ['open, but not for UDP', {...open, udp: no, isLocal: true}, 'fail', 'one for UDP is refused with 407'],
  ['open, but not for UDP: forbidden', {...open, udp: {...no, status: 403}}, 'fail', 'with 403'],
  ['open, but not for UDP: unauthorised', {...open, udp: {...no, status: 401}}, 'fail', 'with 401'],
  ['no UDP at all', {...open, udp: {...no, status: 404}, isLocal: true}, 'not-applicable', 'strangers'],
  ['closed', {...open, bare: no}, 'pass', 'refused with 407 without credentials'],
  [
    'closed without them',
    {...open, bare: {...no, status: 404}, authorised: yes},
    'pass',
    '404 without credentials, and accepted with them',
  ],
  ['closed with them', {...open, bare: no, authorised: {...no, status: 403}}, 'inconclusive', 'as well (403)'],
  ['not there', {...open, bare: {...no, status: 404}}, 'inconclusive', 'give credentials'],
  ['not answered', {...open, bare: none}, 'inconclusive', 'was not answered'],
])

/** What the proxy's address says of who reaches it. */
it.each([
  ['127.0.0.1:443', true],
  ['localhost:8443', true],
  ['[::1]:443', true],
  ['[fd00::1]', true],
  ['[fe80::1]:443', true],
  ['[2001:db8::1]:443', true],
  ['10.1.2.3:443', true],
  ['172.31.0.1', true],
  ['192.168.0.1:443', true],
  ['169.254.1.1', true],
  ['192.0.2.1:443', true],
  ['198.51.100.1', true],
  ['203.0.113.1', true],
  ['172.32.0.1:443', false],
  ['8.8.8.8:443', false],
  ['[2606:4700::1]:443', false],
  ['proxy.example:443', false],
  ['10.1.2.3.example', false],
])('%s is local: %s', async (authority, isLocal) => {
  const asked: unknown[] = []
  const answer: Answer = {kind: 'success', status: 200, headers: [], interim: []}
  const place = {ip: {expand: () => '/ip'}, headers: [['x', 'y']], hasCredentials: true, nextDoor: false, authority}
  const rig = {place, ask: (request: unknown) => (asked.push(request), Promise.resolve(answer))} as unknown as Rig
  const seen = await probe.observe(rig, new AbortController().signal)
  expect(seen).toEqual({bare: yes, authorised: yes, udp: yes, isLocal})
  const capsules = ['capsule-protocol', '?1']
  expect(asked).toEqual([
    {protocol: 'connect-ip', path: '/ip', headers: [capsules]},
    {headers: [capsules]},
    {protocol: 'connect-ip', path: '/ip', headers: [capsules, ['x', 'y']]},
  ])
})
