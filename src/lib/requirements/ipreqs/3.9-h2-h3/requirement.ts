import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.9/h2-h3',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP proxying prefers HTTP/3 with DATAGRAM frames and also works over HTTP/2',
  asks: 'The protocol must support HTTP/2 as a fallback where UDP is blocked; it should prefer HTTP/3 and use DATAGRAM frames where they exist.',
  why: 'Hotel, office and guest networks often block UDP. A proxy with HTTP/3 alone is unreachable there, and its users take it to be down.',
  sends:
    'UDP to the proxy is left out, as if it were blocked, and a tunnel is requested over HTTP/2; then one over HTTP/3, and the SETTINGS of both are read.',
  counts: {
    info: 'which HTTP versions offer IP proxying, and whether DATAGRAM frames are in use',
    inconclusive: 'the proxy cannot be reached over TCP or over UDP from here',
  },
  hint: 'Look at whether SETTINGS_ENABLE_CONNECT_PROTOCOL is sent over HTTP/2 as well, on the same name and port.',
  pitfalls: [
    'This binds the protocol and not each deployment: one without HTTP/2 is reported and not failed.',
    'A firewall on our own side may block one of the two; the other tells nothing about it.',
  ],
  see: ['RFC 9484 section 10'],
})
