import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/datagram-capsule',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'DATAGRAM capsules carry datagrams in every HTTP version',
  asks: 'An HTTP Datagram in a DATAGRAM capsule (0x00) must mean the same as one in a DATAGRAM frame. In HTTP/1.1 and HTTP/2 capsules are the only carrier; in HTTP/3 both must work.',
  why: 'Clients behind networks that block UDP come over HTTP/2. If capsules go nowhere, their tunnel opens and stays mute.',
  sends:
    'Opens a tunnel on each HTTP version that the proxy offers and sends an echo in a DATAGRAM capsule; the responder logs what arrives.',
  counts: {
    pass: 'echoes in capsules come back on all versions offered',
    fail: "capsules never reach the target in at least 3 tunnels of a version, while the responder's control works (in HTTP/3: while DATAGRAM frames do)",
    info: 'which encoding the proxy chooses for its answers in HTTP/3',
    inconclusive: 'no tunnel is granted, or the responder is out of reach by other ways too',
  },
  hint: 'In HTTP/3, look for a proxy that reads the request stream only to notice its end.',
  pitfalls: ['An answer in the other encoding is allowed.'],
  see: [],
})
