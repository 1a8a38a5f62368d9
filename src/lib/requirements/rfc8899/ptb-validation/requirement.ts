import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8899/-/ptb-validation',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'opt-in',
  needs: [],
  title: 'Trying forged Packet Too Big messages on the outer connection',
  asks: 'Section 4.6: a report must be checked against addresses, protocol and ports, and should be checked against data that is hard to guess. It never sets the packet size directly; a value under the minimum or not below the probed size is dropped.',
  why: 'Without these checks anybody who can guess the ports can shrink or stall the outer connection, and with it every tunnel that it carries.',
  sends:
    'With raw access on the outer path, sends a matrix of forged reports to the side that probes: wrong port, wrong address, MTU under the minimum, MTU too large, plausible MTU with a wrong quotation; then a valid one as control. Echoes go before and after each.',
  counts: {
    pass: 'the outer connection keeps its size and goes on after every forged report',
    info: 'the outer connection shrinks or stalls after a forged report, with the report that did it',
    inconclusive: 'no raw access on the outer path, or the control report has no effect either',
  },
  hint: 'Look at whether the kernel or the QUIC library takes in the report: many forged ones are filtered, or believed, before the library sees them.',
  pitfalls: [
    'A report between the base size and the current one should lead to the base and a new search: a brief drop in size is then correct.',
    "Reports towards the client side have to be injected on the client's host.",
  ],
  see: ['RFC 8201 section 4', 'RFC 9000 section 14.2.1'],
  status: {kind: 'method'},
})
