import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-cert-ct-dns',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether certificate, public logs and DNS together look like an ordinary site',
  asks: 'No MASQUE document asks anything of names, wildcards, CAA or HTTPS records. They are public by nature.',
  why: 'Each record is harmless alone; a name history with vpn in it and an HTTPS record with an odd port tell the whole story.',
  sends:
    'For the names of the operator under test only: reads the certificate, its public log entries, HTTPS and CAA records and the history of names, and sets them beside those of the cover site.',
  counts: {
    pass: 'certificate and records fit an ordinary site and share the cover names',
    info: 'the names or records that speak of masque, proxy or vpn',
    inconclusive: 'the public data cannot be fetched',
  },
  hint: 'Look at old names: log entries and passive DNS keep what was renamed later.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Use public data about the operator under test only.',
  ],
  see: ['RFC 9162', 'RFC 6962', 'RFC 9460'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
