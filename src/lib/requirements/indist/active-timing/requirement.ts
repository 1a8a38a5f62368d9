import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-timing',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns', 'responder'],
  title: 'Whether lookups or policy work before a refusal show in time or DNS',
  asks: 'RFC 9729 warns that the time an answer takes may reveal a hidden resource. Nothing fixes the order of authentication and lookups for other proxies.',
  why: "A proxy that resolves names for anyone is a strong oracle: a single query at the attacker's own zone reveals it, and the lookups can be abused.",
  sends:
    "Sends unauthenticated requests in turns for a name in a zone of our own, for an address and for a name that does not exist; compares the times, and the zone's log shows lookups.",
  counts: {
    pass: 'the targets make no difference and our zone sees no query',
    info: 'stable differences in time, or queries at our own zone',
    inconclusive: 'times scatter too much, or a request with credentials causes no query at our zone either',
  },
  hint: 'Look at the order of checks: authentication has to come before DNS resolution and target policy.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'A silent zone may mean a cache: use a fresh name each time.',
    'Shuffle the order of the requests, so that load does not pass for a difference.',
  ],
  see: ['RFC 9729 section 6.4'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
