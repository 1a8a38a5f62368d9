import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9209/2/syntax',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Proxy-Status parses as a structured List with the right types',
  asks: 'Proxy-Status must be a List whose members are Strings or Tokens. Its parameters have fixed types: error is a Token, received-status an Integer, details a String; unknown ones are ignored.',
  why: 'Clients parse the field as a whole: one unquoted space or a wrong type and they discard all of it, together with the only reason why the tunnel failed.',
  sends:
    'Provokes successful and failing requests and runs a strict structured field parser over every Proxy-Status field seen, then checks the type of each member and parameter.',
  counts: {
    pass: 'every field parses, and all types are right',
    fail: 'a field that is no structured List, a member neither String nor Token, or received-status or next-protocol of the wrong type',
    warn: 'error given as a String, details not a String, an unregistered error token, or a product name as identifier',
    inconclusive: 'no response carried a Proxy-Status field',
  },
  hint: 'Look for a field value that is put together by string formatting, with details left unquoted.',
  pitfalls: [
    'An intermediary may have added its own member: the identifier tells which one is at fault.',
    'next-protocol is a Token or a Byte Sequence.',
  ],
  see: ['RFC 9651 section 3.1', 'RFC 9209 section 2.1.3'],
})
