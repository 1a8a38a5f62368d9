import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-migration',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['capture'],
  title: 'What an observer sees when a connection changes its address',
  asks: 'QUIC asks for a fresh connection ID on a new path when migrating on purpose, and for path validation in datagrams of at least 1200 octets where the path carries them. Nothing is asked for MASQUE in particular.',
  why: "The same connection ID on two networks lets an observer link a user's places; long-lived tunnels meet this far more often than Web connections.",
  sends:
    "Moves the client's socket to another local address during a session and watches the Destination Connection IDs in both directions, the sizes of the validation datagrams and any use of preferred_address.",
  counts: {
    pass: 'the change looks like that of the same client on an ordinary connection',
    info: 'the connection IDs and sizes seen, an ID that stays the same on both paths among them',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether enough spare connection IDs are issued, and whether a zero-length client ID prevents a switch.',
  pitfalls: [
    'A NAT rebinding looks like migration, and the connection ID need not change then.',
    'Web connections rarely live long enough to migrate, so the baseline has to be made on purpose.',
  ],
  see: ['RFC 9000 section 9', 'RFC 9000 section 8.2.1', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
