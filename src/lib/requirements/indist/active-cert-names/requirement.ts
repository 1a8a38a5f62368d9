import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-cert-names',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: "What the certificate's names, issuer and public log entries say",
  asks: 'No MASQUE document asks for particular names in the certificate. Certificates of public authorities end up in public logs.',
  why: 'A name such as vpn or masque, or a self-signed certificate, sorts the host out in any scan of the whole address space.',
  sends:
    "Completes a handshake, reads names and issuer of the certificate, sees whether it is self-signed or made out to an address, and looks up the public log entries of the proxy's own name.",
  counts: {
    pass: 'names and issuer are those of an ordinary Web site',
    info: 'names that speak of the purpose, a self-signed certificate, or one made out to an address',
    inconclusive: 'no handshake completes, so that no certificate is seen',
  },
  hint: 'Look at the names requested when the certificate was issued; a wildcard or a neutral name says less.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'A key word in a name may have nothing to do with the service: it is a hint, not proof.',
  ],
  see: ['RFC 6962'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
