import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-resumption',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What an observer sees of session resumption and 0-RTT',
  asks: 'PSK and early_data extensions, 0-RTT packets and address tokens show in the clear that a connection resumes an earlier one. No MASQUE document asks that it does.',
  why: 'A client that never resumes, or tickets of a rare length, differ from Web clients, which resume all day long.',
  sends:
    'Makes two connections in a row for each kind of session and compares extensions, PSK identity length, tokens in Initials and 0-RTT packets of the first and the second.',
  counts: {
    pass: 'first and second connections look like those of ordinary GETs',
    info: 'whether and how resumption shows, rare ticket or token lengths among it',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether the client keeps its session cache and token store between proxy connections.',
  pitfalls: ['A first visit never resumes: compare second connections with second ones.'],
  see: [
    'RFC 8446 section 4.2.11',
    'RFC 9001 section 4.6',
    'RFC 9000 section 8.1.3',
    'draft-ietf-masque-ip-proxy-reqs-03 section 3.8',
  ],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
