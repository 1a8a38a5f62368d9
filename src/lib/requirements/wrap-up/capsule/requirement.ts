import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'wrap-up/-/capsule',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What a proxy announces with WRAP_UP, and what a client does with it',
  asks: 'WRAP_UP (0x272DDA5E) tells the client that the proxy will close the stream. It comes from proxies only, once per stream and with length 0; a client that knows it aborts on a second one or on one with a value.',
  why: 'With the announcement a client can move to a new tunnel in time; without it users lose their connection at each restart of the proxy.',
  sends:
    'Capsules from the proxy are watched for WRAP_UP until the stream ends. For a client, a scripted proxy sends it, then in other runs twice and with a value, and watches what the client does.',
  counts: {
    pass: 'at most one WRAP_UP of length 0, followed by an orderly end',
    info: 'it is seen or ignored, sent twice or with a value by a proxy, or a client that reacts to it accepts such a capsule',
    inconclusive: 'the tunnel ends for another reason before anything could be seen',
  },
  hint: 'Look at the shutdown path: the capsule should be sent once per stream, when draining starts.',
  pitfalls: [
    'A client that does not know the capsule skips it, and that is right.',
    'Most proxies never drain during a test, so its absence says nothing.',
  ],
  see: ['RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
