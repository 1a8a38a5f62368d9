import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.2/ecn-inner-preserved',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Whether inner ECN codepoints survive the tunnel',
  asks: 'Inner traffic can use ECN whether or not the outer connection does. The design requirements want packets to leave as they entered.',
  why: 'Clearing CE hides congestion from the inner sender, which goes on at full rate. Marking what is Not-ECT slows flows that never asked for ECN.',
  sends:
    'Sends 20 packets of each codepoint from client to responder and back, with the values seen reflected in the payload.',
  counts: {
    pass: 'every codepoint arrives unchanged in both directions',
    info: 'CE cleared, ECT or CE rewritten, Not-ECT turned into another, a codepoint dropped, or a low rate of ECT(0) to CE from a queue',
    inconclusive: 'the path between proxy and responder clears ECN, as a host beside the proxy shows',
  },
  hint: 'Look for a TUN or NAT step that writes the whole TOS or traffic class octet.',
  pitfalls: [
    'Cleared CE is the dangerous case.',
    'NAT devices and cloud networks may clear ECN on their own.',
    'ECT(0) may become ECT(1) where tunnel decapsulation rules apply.',
  ],
  see: ['RFC 6040 section 4.2', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
