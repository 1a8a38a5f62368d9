/** The documents requirements come from: their names, and where a section of them is to be read. */

export interface SpecDocument {
  /** As in ids. */
  readonly key: string
  /** As it is cited. */
  readonly name: string
  readonly title: string
  readonly url: string | undefined
}

const RFCS: Readonly<Record<string, string>> = {
  rfc9298: 'Proxying UDP in HTTP',
  rfc9484: 'Proxying IP in HTTP',
  rfc9297: 'HTTP Datagrams and the Capsule Protocol',
  rfc9221: 'An Unreliable Datagram Extension to QUIC',
  rfc8441: 'Bootstrapping WebSockets with HTTP/2',
  rfc9220: 'Bootstrapping WebSockets with HTTP/3',
  rfc9114: 'HTTP/3',
  rfc9113: 'HTTP/2',
  rfc9110: 'HTTP Semantics',
  rfc9000: 'QUIC',
  rfc9209: 'The Proxy-Status HTTP Response Header Field',
  rfc9729: 'The Concealed HTTP Authentication Scheme',
  rfc9931: 'Optimistic Protocol Transitions in HTTP/1.1',
  rfc1191: 'Path MTU Discovery',
  rfc4443: 'ICMPv6',
  rfc4787: 'NAT Behavioral Requirements for Unicast UDP',
  rfc4821: 'Packetization Layer Path MTU Discovery',
  rfc4884: 'Extended ICMP to Support Multi-Part Messages',
  rfc5508: 'NAT Behavioral Requirements for ICMP',
  rfc6040: 'Tunnelling of Explicit Congestion Notification',
  rfc8085: 'UDP Usage Guidelines',
  rfc8201: 'Path MTU Discovery for IPv6',
  rfc8899: 'Packetization Layer Path MTU Discovery for Datagram Transports',
}

const DRAFTS: Readonly<Record<string, readonly [name: string, title: string]>> = {
  bind: ['draft-ietf-masque-connect-udp-listen', 'Proxying Bound UDP in HTTP'],
  quicaware: ['draft-ietf-masque-quic-proxy', 'QUIC-Aware Proxying Using HTTP'],
  ecndscp: ['draft-ietf-masque-connect-udp-ecn-dscp', 'ECN and DSCP Support for CONNECT-UDP'],
  'schinazi-ecn': ['draft-schinazi-masque-connect-udp-ecn', 'An ECN Extension to CONNECT-UDP (expired)'],
  dnsassign: ['draft-ietf-masque-connect-ip-dns', 'DNS and PREF64 Configuration for Proxying IP in HTTP'],
  ethernet: ['draft-ietf-masque-connect-ethernet', 'Proxying Ethernet in HTTP'],
  compression: ['draft-ietf-masque-http-datagram-compression', 'HTTP Datagram Compression'],
  'datagram-ping': ['draft-schwartz-masque-h3-datagram-ping', 'HTTP Datagram PING (expired)'],
  'throughput-advice': ['draft-ihlar-scone-masque-mediabitrate', 'Throughput Advice for MASQUE (expired)'],
  'wrap-up': ['draft-ietf-httpbis-wrap-up', 'The HTTP Wrap Up Capsule'],
  'connect-tcp': ['draft-ietf-httpbis-connect-tcp', 'Template-Driven HTTP CONNECT Proxying for TCP'],
  ipreqs: ['draft-ietf-masque-ip-proxy-reqs', 'Requirements for a MASQUE Protocol to Proxy IP Traffic (expired)'],
  transport: ['draft-westerlund-masque-transport-issues', 'Transport Considerations for IP and UDP Proxying (expired)'],
}

/** What no document says: how it is found out is told with each. */
const OWN: Readonly<Record<string, string>> = {
  indist: 'Whether an observer can tell it from an ordinary web server',
  fp: 'Fingerprints: how they are taken',
  method: 'How things are measured',
}

export const DOCUMENTS: readonly SpecDocument[] = [
  ...Object.entries(RFCS).map(([key, title]) => ({
    key,
    name: `RFC ${key.slice(3)}`,
    title,
    url: `https://www.rfc-editor.org/rfc/${key}`,
  })),
  ...Object.entries(DRAFTS).map(([key, [name, title]]) => ({
    key,
    name,
    title,
    url: `https://datatracker.ietf.org/doc/html/${name}`,
  })),
  ...Object.entries(OWN).map(([key, title]) => ({key, name: key, title, url: undefined})),
]

export function documentOf(id: string): SpecDocument | undefined {
  const [key] = id.split('/')
  return DOCUMENTS.find(document => document.key === key)
}

/** `RFC 9298 section 3.1`. */
export function citation(id: string): string {
  const [, section] = id.split('/')
  const name = documentOf(id)?.name ?? id
  return section === '-' ? name : `${name} section ${section}`
}

/** Where it is to be read; undefined: nowhere but here. */
export function referenceOf(id: string): string | undefined {
  const [, section] = id.split('/')
  const url = documentOf(id)?.url
  return url === undefined || section === '-' ? url : `${url}#section-${section}`
}
