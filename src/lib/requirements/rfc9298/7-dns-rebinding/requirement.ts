import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/dns-rebinding',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['dns'],
  title: 'Whether refused addresses are also refused when a name resolves to them',
  asks: 'It follows from the advice on vulnerable targets that the check has to cover the resolved address, for every answer used. No keyword of obligation is attached.',
  why: 'A check on the text alone is bypassed by anyone who owns a domain: a name that points to 127.0.0.1 is enough.',
  sends:
    "The responder's DNS zone answers with a special address only, with a CNAME to localhost, with a public and a special address together, and with a public one first and a special one next at TTL 0. No payload is sent to a special address.",
  counts: {
    pass: 'names with only prohibited addresses are refused, also after the answer has changed',
    info: '101 or 2xx for a name that resolves only to a prohibited address (shown prominently)',
    inconclusive:
      'a mixed answer is accepted: the address used stays unknown unless a payload reaches the public responder',
  },
  hint: 'Resolve once, check each address, and connect to the checked address; never pass the name to a second lookup.',
  pitfalls: ['A success with a mixed answer may well use the public address.'],
  see: ['RFC 9209 section 2.3.5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
