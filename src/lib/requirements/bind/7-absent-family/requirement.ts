import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/7/absent-family',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the proxy treats targets of an address family it did not list',
  asks: 'The document says that a proxy which lists only one family will drop datagrams and reject registrations for the other. No level is stated.',
  why: 'If the proxy acknowledges a registration it cannot serve, the client takes the path for good and sends into a hole.',
  sends: 'A COMPRESSION_ASSIGN for a target of the family that is missing from Proxy-Public-Address, and the answer.',
  counts: {
    pass: 'the registration is answered by COMPRESSION_CLOSE',
    info: 'both families are listed, so there is nothing to try; or the registration was acknowledged, which is marked',
    inconclusive: 'the registration is not answered, or no registration works at all',
  },
  hint: 'Look for a registration that is acknowledged before anyone checks whether a socket of that family exists.',
  pitfalls: [
    'If the proxy does reach that family after all, the list is incomplete and the registration is not to blame.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
