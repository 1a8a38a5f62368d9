import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/4/uncompressed-format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Uncompressed datagrams carry IP Version, address and port in the right widths',
  asks: 'In an uncompressed context each payload must start with the IP Version (4 or 6), a 32- or 128-bit address and a 16-bit port; inbound they name the true source. Only clients open such contexts.',
  why: 'ICE and other peer-to-peer protocols answer to the address they are shown. A wrong tuple sends every reply astray, and a wrong width spoils the payload itself.',
  sends:
    "One uncompressed context is registered and a payload sent through it to two addresses of the responder, which echoes both; the inbound headers are parsed and compared with the responder's own addresses. For a client, a scripted proxy parses what it sends.",
  counts: {
    pass: 'both addresses echo, and the reported source tuples are right',
    fail: 'a tuple differs from the true source with no address translation between, a field has the wrong width, or the proxy registers IP Version 0',
    warn: 'an IPv4 source is reported as version 6 with an IPv4-mapped address',
    inconclusive: 'address translation lies between proxy and responder, or no echo comes back',
  },
  hint: 'Look for a port written in host order instead of network order, or a dual-stack socket whose mapped IPv4 addresses are copied as they are.',
  pitfalls: [
    'A NAT on the way changes the source the proxy sees: the tuple is then right for the proxy and wrong for us.',
    'Lost datagrams say nothing about the format; only what arrives is judged.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 3.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
