import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/unknown-context',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Datagrams with an unknown Context ID are dropped or held, quietly',
  asks: 'A datagram in a context that nobody has registered must be dropped or held for about a round trip; the tunnel goes on.',
  why: 'Extensions start using a context before the peer has registered it. A proxy that closes the tunnel, or forwards the octets as UDP payload, breaks every such extension.',
  sends:
    'An echo in context 0, datagrams in contexts 2, 3, 62, 16384 and 2^62-2 that were never registered, then an echo in context 0 again; with a responder, whether a stray payload arrived. A scripted proxy does the same to a client.',
  counts: {
    pass: 'the stray datagrams vanish and echoes go on',
    fail: 'a stray payload reaches the target or application, or the stream or connection is closed',
    warn: 'only strays in DATAGRAM capsules do harm, those in DATAGRAM frames do not',
    inconclusive:
      'no datagram crosses the tunnel even in context 0, or context 0 falls silent afterwards, which loss alone explains',
  },
  hint: 'Look for a parser that treats the Context ID as a constant zero octet, or never parses it at all.',
  pitfalls: [
    'Dropping and holding look alike from outside: both are silence, so it is framed by two echoes.',
    'The text speaks of HTTP/3 Datagrams; capsules are meant to work alike, so a failure with capsules only is a warning.',
    'A payload that arrives with the Context ID still in front shows that the field is never parsed.',
  ],
  see: ['RFC 9297 section 2.1', 'RFC 9297 section 3.5'],
})
