import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4787/-/mapping-filtering',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Naming the mapping and filtering behaviour of a UDP relay',
  asks: 'Sections 4.1 and 5 name how a NAT picks an external port (per endpoint, per address, per address and port) and whose packets it lets back in (anybody, a contacted address, a contacted address and port).',
  why: '"Restricted" or "cone" means something else to everybody; with fixed terms an operator can tell a proxy that lets strangers in from one that merely re-uses a port for two tunnels.',
  sends:
    'A responder with two addresses and two ports each gives the four source combinations, which are tried before state exists, after it exists and after idling. Mapping is read by sending to the primary address, the other address and the other address and port. Alone, public STUN servers with OTHER-ADDRESS and CHANGE-REQUEST serve.',
  counts: {
    info: 'the mapping and filtering class; the per-target sockets of a CONNECT-UDP proxy come out as address and port-dependent filtering',
  },
  hint: 'Keep two findings apart: mapping across tunnels is a matter of port allocation, filtering within one is a matter of the socket.',
  pitfalls: [
    'Earlier traffic changes the result: use a fresh port per test, one test after the other, ideally a port unused for 15 minutes.',
    'Port ranges may be treated differently: sample both 32768-49151 and 49152-65535.',
  ],
  see: ['RFC 5780 section 4.3', 'RFC 5780 section 4.4'],
  status: {kind: 'method'},
})
