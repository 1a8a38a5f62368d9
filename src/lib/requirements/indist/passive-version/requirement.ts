import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-version',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Which QUIC versions an observer reads in the long headers',
  asks: "QUIC carries its version in the clear in every long header, and the client's version_information in a readable Initial. No document asks that they equal those of the Web, though the requirements draft wishes it.",
  why: 'A draft version or a rare list singles out a stack to anybody on the path, whatever is inside the connection.',
  sends:
    "Captures a MASQUE session and ordinary GETs, and records the versions the client and the server use, any change from the server's first Initial on, and the client's version_information (0x11). No GREASE version is sent here.",
  counts: {
    pass: 'versions and version lists are those of an ordinary GET',
    info: 'the versions seen, with any that only MASQUE sessions or drafts use',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for draft versions left enabled in the QUIC library, or a version setting that only the MASQUE client makes.',
  pitfalls: [
    'Compare lists as sets without GREASE: order and GREASE values are random by design.',
    'Version 2 (0x6b3343cf) has other salts, labels and packet type bits: parse it by its own rules.',
    'A Version Negotiation packet appears only when somebody offers an unsupported version.',
  ],
  see: ['RFC 9000 section 17.2', 'RFC 9368', 'RFC 9369', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
