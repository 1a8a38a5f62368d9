import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/addresses',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: "Whether the client learns the proxy's external address for its flow",
  asks: 'The draft asks that the client learns the external address and port of its flow, and that the IP version is chosen or stated when the target is a name. It sets no requirement.',
  why: 'Peer-to-peer protocols and access lists need that address. A client that cannot learn it must ask a third party, which is useless if the next request leaves from another address.',
  sends:
    'ADDRESS_ASSIGN of CONNECT-IP or Proxy-Public-Address of a bound request is read, if there is one; a reflector tells the address it observed, and the two are compared.',
  counts: {
    info: 'which of the ways exists (neither for plain CONNECT-UDP), and whether it matches what was observed',
    inconclusive: 'no packet reached the reflector',
  },
  hint: 'Remember that behind a NAT the address the proxy assigns or announces is not the one the world sees.',
  pitfalls: ['A difference between the assigned and the observed address points to translation, not to a fault.'],
  see: ['RFC 9484 section 4.7.1', 'draft-ietf-masque-connect-udp-listen section 7'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
