import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/flowlabel-dscp',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'What flow label, DSCP, UDP checksum and UDP options look like beyond the proxy',
  asks: 'The draft is content with one flow label per flow and a checksum always in place, wants DSCP to be settable at least per flow, and notes that UDP Options would need a length signal. It sets no requirement.',
  why: 'CONNECT-UDP carries none of these: applications that mark their packets, such as WebRTC, lose the marks, and UDP Options end at the proxy without a word.',
  sends:
    'A raw responder sends UDP packets whose UDP length is shorter than the IP payload, with options in the surplus area, and reads flow label, DSCP and checksum of what the proxy sends; the client looks at what arrives.',
  counts: {
    info: 'the values seen, and that the options vanish at the proxy',
    inconclusive: 'the responder cannot send or read raw packets, or a device on the way rewrites the fields',
  },
  hint: "Remember that only the payload crosses the tunnel: whatever stands in the headers is made anew by the proxy's system.",
  pitfalls: [
    'Middleboxes drop packets with a surplus area or clear DSCP; a direct path to the responder serves as control.',
  ],
  see: ['RFC 9298 section 5', 'RFC 6437 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
