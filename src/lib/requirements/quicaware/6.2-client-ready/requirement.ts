import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.2/client-ready',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: ['mock-origin', 'responder'],
  title: 'A client accepts forwarded packets once it has acknowledged the virtual ID',
  asks: 'From the moment it sends ACK_CLIENT_VCID, a client must be ready for forwarded short-header packets with that VCID.',
  why: 'Packets of the target are thrown away as unknown; the inner connection sees heavy loss in one direction and slows to a crawl.',
  sends:
    "A scripted proxy relays an inner connection to the tester's own QUIC target; after ACK_CLIENT_VCID it forwards the target's packets outside the tunnel, and in a control run tunnels them. Acknowledgements at the target show which were taken.",
  counts: {
    pass: 'the inner connection goes on with forwarded packets',
    fail: 'in three runs forwarded packets are ignored while tunnelled ones are taken',
    inconclusive: 'the inner connection makes no progress by tunnel either',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: 'Look whether ACK_CLIENT_VCID is sent before the VCID is entered into the receive table, or the transform is undone with the wrong key.',
  pitfalls: ['Packet loss outside the tunnel looks the same: the tunnelled control and repeated runs frame it.'],
  see: ['draft-ietf-masque-quic-proxy section 5.5', 'draft-ietf-masque-quic-proxy section 6.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
