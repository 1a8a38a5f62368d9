/** Judges of the rows of RFC 9298 section 3 about what a target may look like. */
import {describe, expect, it} from 'vitest'
import hostFormat from '../../../src/lib/requirements/rfc9298/3-target-host-format/probe.js'
import nonempty from '../../../src/lib/requirements/rfc9298/3-target-nonempty/probe.js'
import portRange from '../../../src/lib/requirements/rfc9298/3-target-port-range/probe.js'
import zoneId from '../../../src/lib/requirements/rfc9298/3-zone-id-unsupported/probe.js'
import decoding from '../../../src/lib/requirements/rfc9298/3.1-percent-decoding/probe.js'
import ipv6 from '../../../src/lib/requirements/rfc9298/3-ipv6-percent-encoded/probe.js'
import type {Answer} from '../../../src/lib/spec/rig.js'
import type {Probe} from '../../../src/lib/spec/probe.js'
import type {OddAnswer, OddAnswers} from '../../../src/lib/stimuli/odd-targets.js'
import {endedBy, refused, SILENCE, SUCCESS, type Case} from '../support/answers.js'

const odd = (name: string, answer: Answer, leads: boolean | null = null): OddAnswer => ({name, answer, leads})
const seen = (...list: readonly OddAnswer[]): OddAnswers => ({control: SUCCESS, odd: list})
const NO = refused(400)
const NOT_SUCCESS: Answer = {
  kind: 'refused',
  status: 204,
  headers: [],
  interim: [],
  body: '',
  problem: 'status 204 it is',
}

function judges(probe: Probe<OddAnswers>, cases: readonly Case<OddAnswers>[]): void {
  describe(probe.requirement.id, () => {
    it.each<Case<OddAnswers>>([
      ['a good target refused', {control: refused(403), odd: []}, 'inconclusive', 'answered 403 to a good request too'],
      [
        'nobody answers',
        {control: SILENCE, odd: []},
        'inconclusive',
        'did not answer within 7 ms to a good request too',
      ],
      ...cases,
    ])('%s', (_, facts, outcome, words) => {
      const verdict = probe.judge(facts, {http: '3'})
      expect(verdict).toMatchObject({outcome})
      expect(verdict.because).toContain(words)
    })
  })
}

judges(nonempty, [
  [
    'refused',
    seen(odd('host', NO), odd('port', endedBy('peer'))),
    'pass',
    'an empty host the proxy answered 400; to a request with an empty port the proxy gave no answer (it is gone)',
  ],
  [
    'accepted',
    seen(odd('host', SUCCESS), odd('port', NO)),
    'concern',
    'an empty host the proxy answered 200, although no target was named',
  ],
  ['one silent', seen(odd('host', NO), odd('port', SILENCE)), 'inconclusive', 'an empty port the proxy did not answer'],
  ['lost', seen(odd('host', endedBy('network')), odd('port', NO)), 'inconclusive', 'an empty host'],
  ['a success that is none', seen(odd('host', NOT_SUCCESS)), 'inconclusive', 'no success as status 204 it is'],
])

judges(portRange, [
  ['nothing tried', seen(), 'inconclusive', 'nothing was seen'],
  [
    'refused',
    seen(odd('0', NO), odd('-1', NO), odd('the leading zero', SUCCESS)),
    'pass',
    'outside the range are refused; a leading zero is taken',
  ],
  [
    'the leading zero refused',
    seen(odd('0', NO), odd('the leading zero', NO)),
    'observed',
    'a leading zero is refused',
  ],
  ['accepted', seen(odd('%2B80', SUCCESS)), 'concern', 'for port "+80" the proxy answered 200'],
  [
    'it leads to the target',
    seen(odd('65616', SUCCESS, true)),
    'concern',
    "leads to the target's port, which was not named",
  ],
  ['it leads elsewhere', seen(odd('65616', SUCCESS, false)), 'concern', 'answered 200'],
  [
    'silent',
    seen(odd('0', SILENCE), odd('the leading zero', SUCCESS)),
    'inconclusive',
    'for port "0" the proxy did not answer',
  ],
])

judges(hostFormat, [
  ['refused', seen(odd('a name', NO)), 'pass', 'what no host may look like is refused'],
  [
    'brackets taken',
    seen(odd('an IPv6 literal in brackets', SUCCESS), odd('a name', NO)),
    'observed',
    'for an IPv6 literal in brackets the proxy answered 200',
  ],
  ['accepted', seen(odd('a name', SUCCESS, false)), 'concern', 'for a name the proxy answered 200'],
  ['it leads to the target', seen(odd('a name', SUCCESS, true)), 'concern', 'and the tunnel leads to the target'],
  ['silent', seen(odd('a name', SILENCE)), 'inconclusive', 'for a name the proxy did not answer'],
])

judges(zoneId, [
  ['refused', seen(odd('encoded once', NO), odd('encoded twice', NO)), 'pass', 'encoded twice, the proxy answered 400'],
  [
    'accepted',
    seen(odd('encoded once', SUCCESS), odd('encoded twice', NO)),
    'observed',
    'encoded once, the proxy answered 200: hosts on its own link',
  ],
  ['silent', seen(odd('encoded once', SILENCE)), 'inconclusive', 'did not answer'],
])

judges(decoding, [
  [
    'once',
    seen(odd('once', SUCCESS, true), odd('twice', NO)),
    'pass',
    'encoded once the proxy answered 200, and encoded twice it answered 400',
  ],
  ['nobody to ask', seen(odd('once', SUCCESS), odd('twice', NO)), 'pass', 'encoded twice it answered 400'],
  [
    'it leads elsewhere',
    seen(odd('once', SUCCESS, false), odd('twice', NO)),
    'inconclusive',
    'no echo came through the first',
  ],
  ['not at all', seen(odd('once', NO), odd('twice', NO)), 'observed', 'it does not decode'],
  ['twice', seen(odd('once', SUCCESS, true), odd('twice', SUCCESS, true)), 'observed', 'it decodes twice'],
  [
    'twice, perhaps',
    seen(odd('once', SUCCESS, true), odd('twice', SUCCESS)),
    'observed',
    'where the second leads is not known',
  ],
  ['silent', seen(odd('once', SILENCE), odd('twice', NO)), 'inconclusive', 'did not answer'],
  ['the second silent', seen(odd('once', SUCCESS, true), odd('twice', SILENCE)), 'inconclusive', 'it did not answer'],
  ['one missing', seen(odd('once', SUCCESS, true)), 'inconclusive', 'not everything was asked'],
])

judges(ipv6, [
  ['read', seen(odd('raw', NO), odd('%3A', SUCCESS), odd('%3a', SUCCESS)), 'pass', 'in either case of letters'],
  ['raw ones too', seen(odd('raw', SUCCESS), odd('%3A', SUCCESS), odd('%3a', SUCCESS)), 'pass', 'raw ones are as well'],
  [
    'not decoded',
    seen(odd('raw', SUCCESS), odd('%3A', NO), odd('%3a', NO)),
    'fail',
    'written %3A the proxy answered 400, and accepts another spelling',
  ],
  [
    'capitals only',
    seen(odd('raw', NO), odd('%3A', SUCCESS), odd('%3a', NO)),
    'fail',
    'written %3a the proxy answered 400',
  ],
  [
    'once in three',
    seen(odd('raw', SUCCESS), odd('%3A', NO), odd('%3A', SUCCESS), odd('%3a', SUCCESS)),
    'pass',
    'in either case',
  ],
  [
    'all refused',
    seen(odd('raw', NO), odd('%3A', NO), odd('%3a', NO)),
    'inconclusive',
    'it may have no IPv6 behind it',
  ],
  ['silent', seen(odd('raw', SUCCESS), odd('%3A', SILENCE), odd('%3a', SUCCESS)), 'inconclusive', 'did not answer'],
  ['silent once', seen(odd('raw', SUCCESS), odd('%3A', NO), odd('%3A', SILENCE)), 'inconclusive', 'answered 400'],
  [
    'no echo through the raw one',
    seen(odd('raw', SUCCESS, false), odd('%3A', SUCCESS, true), odd('%3a', SUCCESS, true)),
    'pass',
    'raw ones are as well',
  ],
  [
    'no echo',
    seen(odd('raw', NO), odd('%3A', SUCCESS, false), odd('%3a', SUCCESS, true)),
    'inconclusive',
    'a tunnel to %3A opened, but no echo',
  ],
])
