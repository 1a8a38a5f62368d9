import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6/cc-off-not-ect',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['raw-client'],
  title: 'An endpoint without congestion control sends its outer packets as Not-ECT',
  asks: 'An endpoint that disables congestion control on a connection with UDP proxying must mark all its packets there Not-ECT. It may go on reporting ECN feedback.',
  why: 'ECT promises the network a sender that slows down on marks. One that does not keeps routers from dropping its packets and crowds out the others.',
  sends:
    "A raw capture on the client's host records the ECN bits of the packets from the proxy on the outer connection, beside the response of its rate to loss. The same for a client, captured at a scripted proxy.",
  counts: {
    pass: 'Not-ECT, or ECT with a rate that responds to loss',
    fail: 'congestion control is demonstrably off and ECT is set',
    info: 'ECT(0) or ECT(1) on the outer path, and ECN counts reported in ACK frames',
    inconclusive: 'the path clears ECN bits, or it is not shown whether congestion control is off',
  },
  hint: "Where congestion control is switched off, switch off the ECN marking of that connection's socket as well.",
  pitfalls: ['ECT by itself is normal: it only counts where the missing congestion control has been shown.'],
  see: ['RFC 3168 section 5', 'RFC 9000 section 13.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
