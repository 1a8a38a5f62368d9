import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-ech',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What Encrypted Client Hello shows and hides',
  asks: 'The ECH extension (0xfe0d), its outer server name, config id and lengths are readable, and so is its configuration in cleartext DNS. No MASQUE document asks for ECH.',
  why: 'ECH on proxy connections only, or a public name that only the proxy uses, marks the traffic as well as a plain server name would.',
  sends:
    'Captures MASQUE sessions and ordinary GETs and compares presence of the extension, outer server name, config id, and the lengths of the encapsulated key and the payload; reads the HTTPS record of the name.',
  counts: {
    pass: 'extension, outer name and length class lie within the range of ordinary GETs',
    info: 'where ECH differs between the two kinds, or an outer name that only the proxy uses',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether one code path fetches the HTTPS record and the other does not.',
  pitfalls: [
    'GREASE ECH and real ECH cannot be told apart by one packet.',
    'Without ECH the server name names the proxy: a fact, not a defect.',
  ],
  see: ['RFC 9460', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
