import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/3.1/minimal-lengths',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Lengths in the exporter context use the shortest encoding',
  asks: 'Both sides must encode the lengths in the exporter context as the shortest possible varint.',
  why: 'A longer encoding gives another context, so the exporters differ and the credential fails for no visible reason.',
  sends:
    'Client: a scripted proxy recomputes the proof with minimal and with longer lengths. Proxy: sends a proof whose context has a two-octet length for a short key ID, with a good one as control.',
  counts: {
    pass: 'the minimal form verifies, and the other counts as absent',
    fail: 'at a client, only the longer form verifies',
    warn: 'a proxy accepts a proof over a context with longer lengths, which it must have computed itself',
    inconclusive: 'no credential from the client, or no own key at the proxy',
  },
  hint: 'Look for a varint writer with a fixed width, often taken from a capsule encoder.',
  pitfalls: ['Lengths below 64 fit into one octet; a longer prefix is the wrong form for them.'],
  see: ['RFC 9000 section 16'],
  status: {kind: 'planned', waitsFor: 'own-key'},
})
