import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-inner-handshake',
  level: 'none',
  binds: 'both',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Whether an inner TLS handshake shows in the record sizes of the outer connection',
  asks: 'Traffic analysis is outside what the requirements draft wishes for. Nothing is asked of record sizes.',
  why: "TLS inside TLS over TCP leaves a known sequence of record lengths at the start of each tunnel, which censors' classifiers look for.",
  sends:
    'Starts a TLS connection inside a tunnel over TCP and writes down length and direction of the first 20 outer records; does the same for ordinary GETs and compares both with a typical handshake sequence.',
  counts: {
    pass: 'the sequence lies within the range of ordinary GETs',
    info: 'the sequence seen, and whether it fits that of an inner handshake',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether each inner write becomes one outer record; buffering or padding would hide the pattern.',
  pitfalls: ["Outside the draft's requirement: never a defect.", 'Several tunnels on one connection blur the pattern.'],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
