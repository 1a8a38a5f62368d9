import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/target-port-range',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The target port is a decimal number from 1 to 65535',
  asks: 'The value of target_port must consist of digits and stand for an integer between 1 and 65535.',
  why: 'A parser that wraps at 16 or 32 bits sends the traffic to another port than the one an access rule looked at, which opens ports the operator meant to close.',
  sends:
    'Requests for ports 0, 65536, 70000, -1, 443x, 0443 and 4294967739. With a responder listening on 443 and the wrapped ports, a tagged datagram shows where an accepted request leads. A scripted proxy reads the ports a client emits.',
  counts: {
    pass: '0, 65536, -1 and anything that is not digits are refused; the client emits only valid ports',
    fail: 'the client under test sends a port outside 1 to 65535 or one that is not digits',
    warn: 'the proxy answers 101 or 2xx for such a port; shown prominently when datagrams arrive at a wrapped port',
    info: '0443 is accepted: leading zeros are valid in a URI port',
    inconclusive: 'the proxy refuses valid ports in the same way, or asks for credentials first',
  },
  hint: 'Look for a lenient integer parser (atoi, a cast to 16 bits) instead of a check on digits and range.',
  pitfalls: [
    'Which error status is used is not judged.',
    'A front end whose route matches only digits answers 404: that is a refusal.',
    "Some parsers accept a leading '+' or space; that is tried on its own and is a warning at most.",
  ],
  see: ['RFC 3986 section 3.2.3'],
})
