/** Judges of the rows of RFC 9220. */
import details from '../../../src/lib/requirements/rfc9220/3-problem-details/probe.js'
import close from '../../../src/lib/requirements/rfc9220/3-stream-close/probe.js'
import unknown from '../../../src/lib/requirements/rfc9220/3-unknown-protocol-501/probe.js'
import type {Answer} from '../../../src/lib/spec/rig.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import {ending, endedBy, refused, SILENCE, SUCCESS} from '../support/answers.js'
import {judgeCases} from '../support/judge-cases.js'

const asked = (answer: Answer) => ({control: SUCCESS, unknown: answer, ip: SUCCESS, ethernet: refused(501)})

judgeCases(unknown, [
  ['501', asked(refused(501)), 'pass', 'answered 501; connect-ip: it answered 200; connect-ethernet: it answered 501'],
  ['404', asked(refused(404)), 'fail', 'to a token that nobody knows the proxy answered 404'],
  ['accepted', asked(SUCCESS), 'fail', 'answered 200'],
  ['reset', asked(endedBy('peer')), 'fail', 'gave no answer'],
  ['lost', asked(endedBy('network')), 'inconclusive', 'gave no answer'],
  ['silent', asked(SILENCE), 'inconclusive', 'did not answer'],
  [
    'the good one refused',
    {...asked(refused(501)), control: refused(501)},
    'inconclusive',
    'to a good request the proxy answered 501',
  ],
])

judgeCases(details, [
  ['without', {answer: refused(501)}, 'observed', 'no problem details: no content'],
  [
    'with',
    {answer: refused(501, [['Content-Type', 'Application/problem+json; charset=utf-8']], '{}')},
    'observed',
    'the 501 has problem details: the content "{}"',
  ],
  [
    'in XML',
    {answer: refused(501, [['content-type', 'application/problem+xml']])},
    'observed',
    'the 501 has problem details',
  ],
  [
    'a page',
    {answer: refused(501, [['content-type', 'text/html']], '<p>')},
    'observed',
    'no problem details: the content "<p>" of type "text/html"',
  ],
  ['another status', {answer: refused(404)}, 'inconclusive', 'answered 404, and not 501'],
  ['accepted', {answer: SUCCESS}, 'inconclusive', 'answered 200, and not 501'],
])

const ended = (end: Partial<EndingSeen> | null) => ({
  endings: [{after: 'a deed', ending: end && {...ending('peer'), scope: 'tunnel' as const, ...end}}],
})

judgeCases(close, [
  ['a FIN', ended({how: 'finished'}), 'observed', 'after a deed: finished'],
  ['a code', ended({how: 'reset', code: '268'}), 'observed', 'reset with H3_REQUEST_CANCELLED'],
  ['a code of nobody', ended({how: 'reset', code: '255'}), 'observed', 'which is no code of HTTP/3'],
  ['the connection', ended({scope: 'connection'}), 'observed', 'connection: connection-closed'],
  ['it lives', ended(null), 'inconclusive', 'ended no tunnel'],
  ['lost', ended({by: 'network'}), 'inconclusive', 'ended no tunnel'],
])
