import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/address-reuse',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'How soon an address is handed to another client while old traffic still arrives',
  asks: 'Nothing is asked: no time is specified for which an address has to rest before another client gets it.',
  why: "Servers go on sending to the former holder for minutes. Whoever gets the address next receives parts of somebody else's traffic, and may answer it.",
  sends:
    'Session A gets an address and a tagged flow from a responder, and ends by FIN, reset or black hole. At once several other sessions ask for the same address or take what comes, while the responder keeps sending the tagged flow.',
  counts: {
    pass: 'the address is not handed out while old traffic arrives, or the old traffic never reaches the new holder',
    info: "seconds until the address is given out again; whether the new holder receives the former one's packets, which is a privacy leak; or NAT hides it",
    inconclusive: 'the address never comes back in the attempts made',
  },
  hint: 'Look for a pool that hands out the lowest or the last freed address first, and for flow state that outlives the session.',
  pitfalls: [
    'Behind NAT the inner address says nothing: look at the external address and port.',
    'A stateful filter at the proxy hides the leak; then it is closed in effect, whatever the pool does.',
  ],
  see: ['RFC 9484 section 11'],
})
