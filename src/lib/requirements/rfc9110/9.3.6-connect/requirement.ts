import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9110/9.3.6/connect',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Classic CONNECT refuses bad ports and frames no 2xx response',
  asks: 'A server must refuse a CONNECT whose port is empty or invalid, and must not send Content-Length or Transfer-Encoding in a 2xx; a client must ignore them there.',
  why: 'A Content-Length in the 2xx makes clients swallow the first octets of the tunnel as a body. A port of 0 or nothing sends traffic to a default that nobody asked for.',
  sends:
    'Where classic CONNECT is offered: CONNECT to a permitted target, then with an empty port, port 0, port 65536 and letters; reads the status and the header section of each answer.',
  counts: {
    pass: 'bad ports are refused, and a 2xx has neither Content-Length nor Transfer-Encoding',
    fail: 'Content-Length or Transfer-Encoding in a 2xx, or a 2xx for an empty or invalid port',
    info: 'CONNECT is not supported',
    inconclusive: 'no target is permitted, so no 2xx was seen and every refusal may be policy',
  },
  hint: 'Look for a generic response writer that adds Content-Length: 0, and for a port parser with a default value.',
  pitfalls: ['A refusal by policy looks like one for a bad port: a good port to the same host is the control.'],
  see: ['RFC 9113 section 8.5', 'RFC 9114 section 4.4'],
})
