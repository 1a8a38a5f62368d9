import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/half-close',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'What happens when the client closes only its sending side',
  asks: 'CONNECT-UDP does not say what a half-closed stream means. After its FIN the client sends no more datagrams; those from the proxy stay legal while its own side is open.',
  why: 'Clients that send FIN right after the request, or as soon as they have nothing more to say, depend on what the proxy makes of it.',
  sends:
    'The client sends FIN and keeps reading while the responder goes on sending for 10 s; delivery, FIN and resets with their codes are recorded.',
  counts: {
    info: 'the proxy closes its side at once, goes on delivering, or resets, with the code',
    inconclusive: 'no datagram was delivered before the FIN either',
  },
  hint: "If tunnels end unexpectedly, look whether the end of the request's data is treated as the end of the tunnel.",
  pitfalls: ['All three outcomes are permitted; silence after the FIN may also be loss.'],
  see: ['RFC 9297 section 2.1'],
})
