import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/denial',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A declined address request is answered with the all-zero address at full prefix length',
  asks: 'A request that is not granted must be answered with its Request ID and 0.0.0.0/32 or ::/128. Such refusals should not appear again in later ADDRESS_ASSIGN capsules.',
  why: 'A client that gets 0.0.0.0 with another prefix length may take it for an assignment and configure it. Without a refusal it waits for an address that will never come.',
  sends:
    'Requests that are likely to be declined: a public address of somebody else, a huge IPv6 prefix, IPv4 with prefix length 0, and a family the proxy lacks. Later ADDRESS_ASSIGN capsules are searched for the refusals.',
  counts: {
    pass: 'the all-zero address with prefix length 32 or 128, or another address instead',
    fail: 'a refusal with the all-zero address but another prefix length than 32 or 128; a whole-family /0 does not count as one',
    warn: "refusals are repeated in later capsules, or an address that is not the operator's is assigned and packets from it leave without NAT",
    info: 'an odd inner address is assigned behind NAT, or a whole-family prefix of length 0',
    inconclusive: 'every request is granted as asked, or no answer comes at all, which rfc9484/4.7.2/respond judges',
  },
  hint: 'Look for a refusal that copies the prefix length of the request, and for refusals stored in the same list as assignments.',
  pitfalls: [
    'In a request 0.0.0.0/0 means no preferred address and a wish for length 0; in ADDRESS_ASSIGN it is the whole family, not a refusal.',
    'Replacing the wanted address by another one is a grant, not a refusal.',
  ],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 11'],
})
