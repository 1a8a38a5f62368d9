import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ethernet/-/no-optimistic-h1',
  level: 'must',
  binds: 'both',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'No frames before the 101, no tunnel in the clear, none for strangers',
  asks: 'In HTTP/1.x frames must not be sent ahead of the 101, and an intermediary must not pass them on early. Ethernet proxying must run over TLS, QUIC or equivalent encryption, and a proxy should serve only authenticated users.',
  why: "Octets sent before the 101 can be read as a second request when the upgrade is refused. An open layer 2 tunnel lets a stranger forge ARP, DHCP and router messages on the operator's segment.",
  sends:
    'A request without credentials, then one over cleartext http on a path known to have no other encryption; an intermediary is given capsules towards a delayed HTTP/1.1 hop. For a client, a scripted proxy delays the 101 and watches for octets after the request.',
  counts: {
    pass: 'no early octets, no cleartext service, and credentials are asked for',
    fail: 'service over cleartext HTTP on a non-loopback path without other encryption, or an intermediary forwards capsules to an HTTP/1.1 hop before the 101',
    warn: 'a client sends frames before the 101, or the tunnel is granted to an unauthenticated stranger',
    inconclusive: 'the proxy cannot be reached over HTTP/1.1, or encryption below HTTP cannot be excluded',
  },
  hint: "Look at when the tunnel's writer starts, and whether the Ethernet route is bound to the authenticated listeners only.",
  pitfalls: [
    'A tunnel inside a VPN or over loopback may be encrypted or private in another way.',
    'Client certificates count as credentials: a proxy may grant the request because of them.',
  ],
  see: ['RFC 9931', 'RFC 9110 section 7.8'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
