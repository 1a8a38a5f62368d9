import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/no-coalesce',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Payloads with different DSCPs do not share a QUIC packet',
  asks: 'Where datagrams are exempt from congestion control, payloads mapped to different DSCPs must not be put into one QUIC packet.',
  why: 'A packet has one DSCP: voice that travels with bulk data is queued as bulk, or bulk data gets the priority meant for voice.',
  sends:
    "The responder sends bursts that alternate between two DSCPs, 0 and 46; the tester reads from its own decrypted packets which payloads arrived in one QUIC packet. For a client, a scripted proxy reads the client's packets.",
  counts: {
    pass: 'payloads with different DSCPs are never mixed in one packet',
    info: 'they are mixed, which is wrong only if congestion control is off for datagrams, and that is not visible',
    inconclusive: 'the DSCP is bleached before the proxy, or the bursts arrive too sparsely to be put together',
    notApplicable: 'the extension is not enabled',
  },
  hint: 'Look at the packet builder: with congestion control off it must flush when the DSCP of the next datagram differs.',
  pitfalls: ["With congestion control on, mixing is allowed: without the operator's word there is no failure here."],
  see: ['RFC 9484 section 10.3', 'RFC 9221 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
