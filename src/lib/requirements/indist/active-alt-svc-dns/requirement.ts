import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-alt-svc-dns',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether public announcements name the proxy: Alt-Svc, DNS, PvD documents',
  asks: 'Announcing HTTP/3 by Alt-Svc or HTTPS records is ordinary, and a provisioning domain (PvD) document may name a proxy on purpose. No document asks an operator to do either.',
  why: 'An operator who wants to stay unnoticed, but publishes the template in a PvD document or a record, has announced the proxy to every scanner.',
  sends:
    'Fetches the front page and reads its Alt-Svc field, queries the HTTPS and SVCB records of the name, and fetches the PvD and access-description documents, all without credentials.',
  counts: {
    pass: 'nothing that is published is specific to MASQUE',
    info: 'what is published, a template or PvD document among it',
    inconclusive: 'name server or site cannot be reached for the fetches',
  },
  hint: 'Look at what the deployment scripts publish by default beside the Web site.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'For a public proxy such an announcement is the purpose, not a slip.',
  ],
  see: ['RFC 9114 section 3.1.1', 'RFC 9460', 'RFC 8801'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
