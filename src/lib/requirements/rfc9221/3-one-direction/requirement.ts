import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/one-direction',
  level: 'may',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'In which directions DATAGRAM frames are used',
  asks: 'The transport parameter speaks for one direction only. Protocols over QUIC may use DATAGRAM frames in a single direction.',
  why: "Stacks that take their own parameter for the peer's consent send frames that the other side must answer by closing the connection.",
  sends:
    'Reads both transport parameters; leaves ours out while both settings are 1, sends DATAGRAM frames, and watches whether answers come back as capsules.',
  counts: {
    info: 'which directions use frames and which capsules',
    inconclusive: 'no tunnel opens in this configuration, or no answers come',
  },
  hint: "Look whether 'datagrams enabled' is a single flag where two, one for each direction, are needed.",
  pitfalls: [
    'HTTP/3 still demands the setting both ways before any frame.',
    'Some servers close the connection because the setting came without the parameter.',
  ],
  see: ['RFC 9297 section 2.1.1'],
})
