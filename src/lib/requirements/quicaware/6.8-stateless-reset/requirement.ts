import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.8/stateless-reset',
  level: 'should',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A stateless reset of the target gets through to the client',
  asks: "A client should share the target's reset token when it registers a target CID. The proxy can tunnel a matching stateless reset, and can itself reset lost mappings with the token it gave.",
  why: 'After a restart of the target its reset is the only quick sign. If the proxy drops it for an unknown connection ID, the user waits for an idle timeout.',
  sends:
    'A target CID is registered with a token; the responder, playing a QUIC server, sends a stateless reset with that token, five times. For a client, a scripted proxy looks for the token in REGISTER_TARGET_CID.',
  counts: {
    pass: 'the reset arrives in an HTTP Datagram, or the client shares the token',
    warn: 'the reset is lost in all five tries or comes outside the tunnel, or the client shares no token',
    info: 'the proxy gives no token of its own, which is allowed',
    inconclusive: 'ordinary packets of the responder do not arrive either',
  },
  hint: 'Look whether packets with an unknown connection ID are compared with registered tokens before they are dropped.',
  pitfalls: [
    'The draft only says that the proxy can do so: never more than a warning.',
    'A reset must be long enough to pass for a short-header packet, or stacks ignore it.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 5.2',
    'draft-ietf-masque-quic-proxy section 6.8.1',
    'RFC 9000 section 10.3',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
