/** A form counts as lost only between short ones that came. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/5-nonminimal-varint/probe.js'
type Seen = Parameters<typeof probe.judge>[0]
type Form = Seen['forms'][number]

const long: Form = {name: 'two octets', before: true, came: true, after: true, ended: null}
const longer: Form = {...long, name: 'eight octets'}

test.each<[readonly Form[], string, string]>([
  [[long, longer], 'pass', 'delivered like the shortest form: two octets, eight octets'],
  [[long, {...longer, before: false, came: false}], 'pass', 'shortest form: two octets'],
  [[], 'inconclusive', 'echoes in the shortest form are lost as well'],
  [[{...long, before: false, came: false, after: false}], 'inconclusive', 'lost as well'],
  [[{...long, came: false, after: false}], 'inconclusive', 'lost as well'],
  [
    [{...long, came: false}, longer],
    'fail',
    'lost each time, between echoes in the short form that came back: two octets"',
  ],
  [
    [
      {...long, came: false},
      {...longer, came: false},
    ],
    'fail',
    'came back: two octets, eight octets',
  ],
  [[{...long, came: false}], 'fail', 'a longer encoding means the same as the shortest'],
  [[{...long, before: false, came: false}], 'inconclusive', 'lost as well'],
  [
    [long, {...longer, came: false, after: false, ended: 'reset by it'}],
    'fail',
    'at eight octets the proxy ended the tunnel: reset by it',
  ],
  [[long, {...longer, came: false, after: false, ended: 'reset by it'}], 'fail', 'a longer encoding means the same'],
  [[long, {...longer, before: false, came: false, after: false, ended: 'reset by it'}], 'pass', 'two octets'],
  [[long, {...longer, after: false}], 'pass', 'two octets, eight octets'],
])('%j: %s', (forms, outcome, words) => {
  const verdict = probe.judge({forms}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})
