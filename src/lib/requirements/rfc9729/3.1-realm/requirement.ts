import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/3.1/realm',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'Without a configured realm the client sends none and uses an empty one',
  asks: 'A client without a configured realm must leave the realm parameter out and put an empty realm into the exporter context; a receiver reads an absent parameter as an empty realm.',
  why: 'If one side puts a default realm into the context, the two exporters differ and every login fails without a message.',
  sends:
    'A scripted proxy reads the field of a client that has no realm configured and verifies the proof with an empty realm.',
  counts: {
    pass: 'no realm parameter, and the proof verifies with an empty realm',
    fail: 'a realm parameter although none is configured, or a proof that verifies only with another realm',
    inconclusive: 'the client sends no Concealed credential, or its configuration is not known',
  },
  hint: 'Look for a default realm, often the host name, that other schemes need.',
  pitfalls: [],
  see: ['RFC 9729 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
