import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/draft-settings',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Which draft identifiers for HTTP Datagrams a peer advertises and tolerates',
  asks: 'Drafts used other identifiers: 0x276, then 0xffd276, then 0xffd277, before 0x33. A peer that sends several is to use the newest one in common, and one that does not know an identifier ignores it.',
  why: "A peer that knows only a draft value never finds datagrams in common with a peer built to the RFC, and both operators see just 'datagrams not negotiated'.",
  sends:
    'Lists the datagram settings that the proxy sends; then connects offering one draft value only, with a non-zero max_datagram_frame_size, and once more without it.',
  counts: {
    info: 'which identifiers are advertised, whether only draft ones, and whether a draft setting with value 1 closes a connection that works without it',
    inconclusive: 'no HTTP/3 connection, or it also fails without the draft setting',
  },
  hint: 'Look for a settings list from the time of the drafts that was never extended by 0x33.',
  pitfalls: [
    'Drafts differ in datagram and capsule semantics too: never judge a draft-only peer by the RFC.',
    "A draft value sent without a usable max_datagram_frame_size may rightly end the connection under the draft's own rules.",
  ],
  see: ['draft-ietf-masque-h3-datagram-08 section 2.1.1', 'RFC 9114 section 7.2.4.1'],
})
