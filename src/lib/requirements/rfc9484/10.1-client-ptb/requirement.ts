import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.1/client-ptb',
  level: 'should',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'The client answers packets too large for the tunnel with Packet Too Big',
  asks: 'A client that uses DATAGRAM frames and meets an inner packet too large for them should drop it and send Packet Too Big to its sender.',
  why: 'A host behind the client keeps sending full-size packets into nothing. Connections open, then freeze at the first large transfer.',
  sends:
    'A scripted proxy advertises max_datagram_frame_size 1330; a host on or behind the client sends packets of 1400 octets with DF set, and the test watches what that host gets back.',
  counts: {
    pass: "the packet is dropped and the right MTU is reported, or the tunnel interface's MTU prevents such packets",
    warn: 'the packet is lost without any report',
    info: 'the packet is sent in a capsule, which the text discourages for the proxy',
    inconclusive: 'the client used no DATAGRAM frames, or no large packet left the host',
  },
  hint: "Look at the MTU of the tunnel interface: it has to follow the peer's max_datagram_frame_size and the path.",
  pitfalls: ['Below 1280 octets with IPv6 in use the client has to abort the stream instead.'],
  see: ['RFC 4443 section 3.2', 'RFC 9221 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
