/** The judges of how IP tunnels come about and live beside each other: one table a requirement. */
import {describe, expect, it} from 'vitest'
import multiplexing from '../../../src/lib/requirements/ipreqs/3.10-multiplexing/probe.js'
import statefulness from '../../../src/lib/requirements/ipreqs/3.11-statefulness/probe.js'
import identity from '../../../src/lib/requirements/ipreqs/3.5-identity/probe.js'
import versions from '../../../src/lib/requirements/ipreqs/3.9-h2-h3/probe.js'
import extensibility from '../../../src/lib/requirements/ipreqs/4-extensibility/probe.js'
import authentication from '../../../src/lib/requirements/ipreqs/4.1-authentication/probe.js'
import compression from '../../../src/lib/requirements/ipreqs/4.4-compression/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const served = {status: 200, isSuccess: true, challenges: []}
const refused = (status: number, ...challenges: string[]) => ({status, isSuccess: false, challenges})
const BASIC = 'proxy-authenticate: Basic'
const asked = {hasTemplate: true, fields: null, withThem: null, without: served}
const fields = ['authorization']
judges(identity, [
  ['nothing', identity.silence, 'inconclusive', 'was not answered'],
  ['no template', {...asked, hasTemplate: false}, 'inconclusive', '--ip-template'],
  ['anybody', asked, 'pass', 'no identity is wanted in fields of HTTP: served without (200)'],
  ['anybody, with or without', {...asked, fields, withThem: served}, 'pass', 'no identity is wanted'],
  [
    'only without',
    {...asked, fields, withThem: refused(403)},
    'observed',
    'with "authorization" the request is refused (403)',
  ],
  [
    'only without, and no answer with',
    {...asked, fields, withThem: {...refused(0), status: null}},
    'observed',
    'the request is refused (no answer), without it is served (200)',
  ],
  [
    'only with',
    {...asked, fields, withThem: served, without: refused(407, BASIC)},
    'observed',
    'goes into "authorization": without it the answer is 407, which asks for "proxy-authenticate: Basic"',
  ],
  ['a challenge', {...asked, without: refused(407, BASIC)}, 'observed', 'an identity is asked for: the answer is 407'],
  ['nothing there', {...asked, without: refused(404)}, 'not-applicable', 'refused (404)'],
  ['a failure', {...asked, without: refused(500)}, 'not-applicable', 'refused (500)'],
  ['no word of it', {...asked, without: refused(403)}, 'inconclusive', 'give credentials with --header'],
  ['no word of it below 500', {...asked, without: refused(499)}, 'inconclusive', 'refused with 499'],
])

const trial = (credentials: string, answer: typeof served | ReturnType<typeof refused>) => ({credentials, ...answer})
const twoWrong = {
  hasTemplate: true,
  trials: [trial('none', served), trial('wrong one', served), trial('wrong other', refused(401))],
}
const trials = (none: object, wrong: object, given?: object) => ({
  hasTemplate: true,
  trials: [
    {...trial('none', served), ...none},
    {...trial('wrong authorization', served), ...wrong},
    ...(given ? [{...trial('those given', served), ...given}] : []),
  ],
})
judges(authentication, [
  ['nothing', authentication.silence, 'inconclusive', 'no request was answered'],
  ['no template', {hasTemplate: false, trials: []}, 'inconclusive', '--ip-template'],
  ['no answers', trials({status: null}, {status: null}), 'inconclusive', 'no request was answered'],
  ['anybody', trials({}, {}), 'pass', 'not looked at: none: 200; wrong authorization: 200'],
  ['anybody but the wrong', trials({}, refused(401)), 'observed', 'wrong credentials are refused'],
  ['anybody but one of the wrong', twoWrong, 'observed', 'wrong credentials are refused'],
  [
    'anything',
    trials(refused(401, 'www-authenticate: Basic'), {}),
    'observed',
    'none: 401 ("www-authenticate: Basic")',
  ],
  ['nobody, and none given', trials(refused(401), refused(401)), 'inconclusive', 'give right ones with --header'],
  ['only those given', trials(refused(401), refused(401), {}), 'observed', 'only the credentials given are taken'],
  ['not even those', trials(refused(401), refused(401), refused(403)), 'inconclusive', 'refused as well'],
  ['an answer missing', trials(refused(401), {status: null, isSuccess: false}, {}), 'observed', 'no answer'],
])

describe('versions of HTTP', () => {
  const good = {hasTemplate: true, status: 200, isSuccess: true, sentIn: 'frame', cameIn: ['frame']} as const
  it.each([
    ['3', versions.silence, 'inconclusive', 'over HTTP/3 was not answered'],
    ['3', {...good, hasTemplate: false}, 'inconclusive', '--ip-template'],
    ['3', good, 'pass', 'with DATAGRAM frames both ways'],
    ['3', {...good, sentIn: 'capsule'}, 'observed', 'takes no DATAGRAM frames'],
    ['3', {...good, cameIn: ['capsule']}, 'observed', 'come back in capsules'],
    ['3', {...good, cameIn: []}, 'inconclusive', 'no packet came back'],
    ['2', {...good, sentIn: 'capsule'}, 'pass', 'over HTTP/2, where UDP is blocked'],
    ['1.1', {...good, status: 501, isSuccess: false}, 'observed', 'over HTTP/1.1: a request was answered with 501'],
  ] as const)('over HTTP/%s', (http, seen, outcome, words) => {
    const verdict = versions.judge(seen, {http})
    expect(verdict.outcome).toBe(outcome)
    expect(verdict.because).toContain(words)
  })
})

const one = {address: '192.0.2.2', echoed: true, strays: [], after: null, ending: null}
const two = {...one, address: '192.0.2.3', after: true}
const both = (change: object = {}, refusal: string | null = null) => ({tunnels: [one, {...two, ...change}], refusal})
judges(multiplexing, [
  ['nothing', multiplexing.silence, 'inconclusive', 'no tunnel at all'],
  ['no tunnel, and why', {tunnels: [], refusal: '403'}, 'inconclusive', '403'],
  ['one alone', {tunnels: [one], refusal: 'refused with 429'}, 'observed', 'and not two: refused with 429'],
  ['two apart', both(), 'pass', '2 tunnels side by side'],
  ['two, and no third', both({}, 'refused with 429'), 'pass', 'there are no more: refused with 429'],
  ['mixed up', both({strays: [0]}), 'concern', 'packets for tunnel 1 came to tunnel 2 of 2'],
  [
    'mixed up the other way',
    {tunnels: [{...one, strays: [1]}, two], refusal: null},
    'concern',
    'packets for tunnel 2 came to tunnel 1 of 2',
  ],
  ['one address', both({address: one.address}), 'concern', 'the same address, 192.0.2.2'],
  [
    'two without addresses',
    {
      tunnels: [
        {...one, address: null},
        {...two, address: null},
      ],
      refusal: null,
    },
    'pass',
    'apart',
  ],
  ['one silent', both({echoed: false}), 'inconclusive', '1 of 2 tunnels answered'],
  ['one dies with the other', both({after: false, ending: RESET}), 'concern', 'ended another'],
  ['one silent later', both({after: false, ending: LOST}), 'inconclusive', 'loss alone'],
])

const first = {addresses: ['192.0.2.2', '2001:db8::2'], echoed: true, afterMs: 50}
const again = {...first, addresses: ['192.0.2.3'], afterMs: 700}
const back = {first, second: again, firstAfter: true, third: again, refusal: null}
judges(statefulness, [
  ['nothing', statefulness.silence, 'inconclusive', 'the first tunnel'],
  ['a first without packets', {...back, first: {...first, echoed: false}}, 'inconclusive', 'the first tunnel'],
  ['no return', {...back, second: null, refusal: 'refused with 409'}, 'inconclusive', 'had again: refused with 409'],
  ['a second without packets', {...back, second: {...again, echoed: false}}, 'inconclusive', 'on a new connection'],
  ['another address', back, 'pass', 'flowed after 700 ms and with other addresses; the old tunnel went on working'],
  ['a goodbye', back, 'pass', 'after a goodbye after 700 ms and with other addresses'],
  ['no third', {...back, third: null, firstAfter: false}, 'pass', 'the old tunnel fell silent'],
  ['the same addresses', {...back, second: {...first}}, 'observed', 'with the same addresses'],
  [
    'one of them',
    {...back, second: {...again, addresses: ['192.0.2.2']}},
    'observed',
    'of the addresses 192.0.2.2 again',
  ],
  ['late', {...back, second: {...again, afterMs: 701}}, 'observed', 'takes long (after 50 ms at first)'],
])

const capsule = {type: '0x17', after: true, ending: null}
const tolerant = {before: true, capsules: [capsule], status: 200, isSuccess: true}
judges(extensibility, [
  ['nothing', extensibility.silence, 'inconclusive', 'even without anything unknown'],
  ['both put up with', tolerant, 'pass', 'capsules of types 0x17 were put up with'],
  [
    'an end',
    {...tolerant, capsules: [{...capsule, after: false, ending: RESET}]},
    'observed',
    'upon capsule type 0x17',
  ],
  [
    'silence',
    {...tolerant, capsules: [{...capsule, after: false, ending: LOST}]},
    'inconclusive',
    'behind capsule type 0x17',
  ],
  ['fields refused', {...tolerant, status: 400, isSuccess: false}, 'observed', 'answered with 400'],
  ['fields unanswered', {...tolerant, status: null, isSuccess: false}, 'inconclusive', 'was not answered'],
])

judges(compression, [
  ['nothing', compression.silence, 'inconclusive', 'no response'],
  ['none', {status: 200, fields: [], capsules: []}, 'pass', 'the normal case'],
  ['a field', {status: 200, fields: ['compress: ?1'], capsules: ['0x99']}, 'observed', 'speaks of it: "compress: ?1"'],
  ['a capsule', {status: 200, fields: [], capsules: ['0x99']}, 'observed', '(types 0x99)'],
])
