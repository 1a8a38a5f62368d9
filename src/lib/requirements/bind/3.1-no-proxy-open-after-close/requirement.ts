import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/no-proxy-open-after-close',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'second-port'],
  title: 'Once the uncompressed context is closed the proxy opens no new compressed contexts',
  asks: 'After the uncompressed Context ID has been closed the proxy must not open new compressed contexts: it then works as a firewall towards unknown sources.',
  why: 'A client closes the uncompressed context to be rid of strangers. A proxy that registers new sources itself opens the door again, and any host can reach the client.',
  sends:
    "The uncompressed context is opened and closed; a later registration of ours, once answered, shows that the CLOSE was processed. With a responder, a source that was never registered then sends to the public address, and the proxy's COMPRESSION_ASSIGN capsules are watched.",
  counts: {
    pass: 'no new registration by the proxy, and nothing from the new source arrives',
    fail: 'the proxy sends a COMPRESSION_ASSIGN for IPv4 or IPv6 more than two round trips after it must have processed the CLOSE, in three runs',
    warn: 'a packet of an unregistered source arrives on some context',
    info: 'the uncompressed context was never open, or the proxy never registers contexts at all',
    inconclusive: "no later capsule is answered, or the source's packets do not reach the proxy even before the CLOSE",
  },
  hint: 'Look for automatic compression of inbound flows that does not ask whether the uncompressed context is still open.',
  pitfalls: [
    'Packets without a context may be buffered and delivered once an uncompressed context is open again: it is not reopened within the test.',
    'Compressed contexts from before the CLOSE stay valid and prove nothing.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 8', 'draft-ietf-masque-connect-udp-listen section 8.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
