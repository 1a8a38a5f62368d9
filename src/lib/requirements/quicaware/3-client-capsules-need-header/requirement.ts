import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/client-capsules-need-header',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client sends no connection ID capsules unless its request announced them',
  asks: 'A client whose request lacks Proxy-QUIC-Forwarding must not send connection ID capsules.',
  why: 'A proxy that never agreed to the draft sees unknown capsules in every tunnel and spends memory and logs on them, while the client waits for acknowledgements that cannot come.',
  sends:
    "A scripted proxy reads the client's request, answers with success, and logs every capsule that follows; inner QUIC traffic runs meanwhile.",
  counts: {
    pass: 'no connection ID capsule is sent on a request without the field',
    fail: 'a connection ID capsule follows a request that carries neither field of the draft',
    warn: 'capsules follow a request that carries only Proxy-QUIC-Port-Sharing',
    inconclusive: 'the client opens no tunnel, or sends nothing in it',
    notApplicable: "the client's requests all carry Proxy-QUIC-Forwarding",
  },
  hint: 'Look for a switch that enables the capsules per process or per connection instead of per request.',
  pitfalls: [
    'The draft lets port sharing alone use the capsules in one place and demands the forwarding field in another, hence the milder result for sharing only.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 2.3', 'draft-ietf-masque-quic-proxy section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
