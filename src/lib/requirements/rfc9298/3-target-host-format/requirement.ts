import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/target-host-format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The target host is an IPv6 literal, an IPv4 literal or a reg-name',
  asks: 'The value of target_host must be an IPv6 address, an IPv4 address or a reg-name as the URI grammar defines them. Brackets, spaces and control octets lie outside it.',
  why: 'Odd spellings are read differently by filter, resolver and socket call, so a check on one reading lets traffic through to another target.',
  sends:
    'A scripted proxy reads the variable a client produces for IPv4, IPv6, bracketed, upper-case and IDN hosts. A proxy is asked for a bracketed literal, a name with an encoded space, one with a NUL and an over-long name; a responder shows where it leads.',
  counts: {
    pass: 'the client emits only the three forms; the proxy refuses what lies outside the grammar',
    fail: 'the client under test puts a value outside the grammar on the wire',
    warn: 'the proxy accepts an odd form and forwards it somewhere',
    info: 'the proxy accepts a bracketed IPv6 literal and sends to the right address',
    inconclusive: 'every request is refused before the target is looked at',
  },
  hint: 'Validate the decoded value against the grammar before it goes to a resolver that accepts almost anything.',
  pitfalls: [
    'The grammar binds the author of the request; nothing obliges a proxy to refuse, so it gets a warning at most.',
    'reg-name is wide: legacy spellings such as 0177.1 fit it and are judged by the rows on special addresses.',
    'NUL and control octets may be refused by the HTTP layer first: that is a pass.',
  ],
  see: ['RFC 3986 section 3.2.2', 'RFC 9110 section 2.4'],
})
