/** One tunnel may pay for it, and no other. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-truncated-context/probe.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'

const ended = (by: 'peer' | 'us' | 'network', more: Partial<EndingSeen> = {}): EndingSeen => ({
  by,
  how: 'reset',
  scope: 'tunnel',
  code: null,
  codeName: null,
  detail: `ended by ${by}`,
  ...more,
})
type Seen = Parameters<typeof probe.judge>[0]
type Form = Seen['forms'][number]

const form: Form = {what: 'an empty datagram', carrier: 'frame', before: true, sent: true, after: true, ending: null}
const cut: Form = {...form, what: 'a Context ID cut off', carrier: 'capsule'}
const seen: Seen = {forms: [form, cut], beside: true, anew: true, gone: null}

test.each<[Partial<Seen>, string, string]>([
  [{}, 'pass', 'echoes went on after an empty datagram by frame, a Context ID cut off by capsule'],
  [{forms: [form, {...cut, sent: false}]}, 'pass', 'echoes went on after an empty datagram by frame'],
  [{forms: []}, 'inconclusive', 'none of them could be sent'],
  [
    {
      forms: [
        {...form, before: false},
        {...cut, sent: false},
      ],
    },
    'inconclusive',
    'no echo came back before them',
  ],
  [
    {forms: [form, {...cut, after: false, ending: ended('peer')}]},
    'observed',
    'the stream was ended at a Context ID cut off by capsule, which is defensible: ended by peer',
  ],
  [
    {forms: [form, {...cut, after: false, ending: ended('network')}]},
    'inconclusive',
    'fell silent after a Context ID cut off',
  ],
  [
    {forms: [{...form, after: false, ending: ended('peer', {scope: 'connection'})}]},
    'fail',
    'the whole connection was closed at an empty datagram by frame: ended by peer',
  ],
  [
    {forms: [{...form, after: false, ending: ended('peer', {scope: 'connection'})}]},
    'fail',
    'one tunnel at most pays for it',
  ],
  [{beside: false}, 'fail', 'a quiet tunnel on the same connection fell silent'],
  [{beside: false}, 'fail', 'tunnels beside it go on'],
  [{beside: false, anew: false}, 'inconclusive', 'no tunnel works any more'],
  [
    {anew: false, gone: 'nothing listens'},
    'fail',
    'after an empty datagram by frame, a Context ID cut off by capsule it is gone: nothing listens',
  ],
  [{anew: false, gone: 'nothing listens'}, 'fail', 'the proxy goes on'],
  [{anew: false}, 'inconclusive', 'no tunnel works any more'],
  [{beside: null, anew: false}, 'pass', 'echoes went on'],
  [
    {forms: [{...form, after: false}, cut]},
    'inconclusive',
    'the tunnel fell silent after an empty datagram by frame, which',
  ],
])('%j: %s', (facts, outcome, words) => {
  const verdict = probe.judge({...seen, ...facts}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})

test('over HTTP/1.1 the connection is the stream', () => {
  const forms = [{...cut, after: false, ending: ended('peer', {scope: 'connection'})}]
  expect(probe.judge({...seen, forms}, {http: '1.1'}).outcome).toBe('observed')
})
