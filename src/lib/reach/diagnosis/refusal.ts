/** What a refusal means: first what Proxy-Status says (RFC 9209), then the status. */
import type {Head, HttpVersion} from '../../http/transport.js'
import type {Diagnosis, Fault} from '../../report/document.js'
import {quoted} from '../../http/quoted.js'
import {saysCapsuleProtocol} from '../../tunnel/connect-udp.js'
import {parseItems, Token} from '../../wire/structured-field.js'
import {tunnelWords, type TunnelKind, type TunnelWords} from './tunnel-words.js'

type Words = readonly [meaning: string, fault: Fault, next: string]

const byError = ({target}: TunnelWords): Readonly<Record<string, Words>> => ({
  dns_error: ["the proxy cannot resolve the target's name", 'target', `check the name; try an address as ${target}`],
  dns_timeout: [
    'the proxy got no answer from its resolver',
    'proxy',
    `check the resolver of the proxy; try an address as ${target}`,
  ],
  destination_ip_prohibited: [
    'the proxy does not let itself be used for this target',
    'target',
    `proxies refuse loopback, private and other special addresses: allow it there, or take another ${target}`,
  ],
  destination_ip_unroutable: [
    'the proxy has no route to the target',
    'proxy',
    'it may have no IPv6 (or no IPv4): try a target of the other family',
  ],
  destination_unavailable: ['the proxy cannot reach the target', 'target', 'check the target from the proxy itself'],
  destination_not_found: ['the proxy does not know the target', 'target', 'check the target from the proxy itself'],
  connection_refused: ['the target refused the proxy', 'target', 'check the target from the proxy itself'],
  connection_timeout: ['the target did not answer the proxy', 'target', 'check the target from the proxy itself'],
  connection_limit_reached: [
    'the proxy has no room for another tunnel',
    'proxy',
    'try again later, or raise its limits',
  ],
  http_request_denied: ['the proxy denies the request', 'you', 'check credentials, and what you are allowed to reach'],
  http_request_error: [
    'the proxy finds the request wrong',
    'unknown',
    'check template and target; -v shows the request',
  ],
})

const byKnownStatus = ({proxy, method, service, token}: TunnelWords): Readonly<Record<number, Words>> => ({
  400: [
    'the proxy calls the request bad (400)',
    'unknown',
    "compare the template with the proxy's own, the port of the authority above all",
  ],
  403: ['the proxy forbids it (403)', 'you', 'check credentials, and whether this target is allowed there'],
  404: [
    `there is no ${proxy} at this path (404): the template is wrong, or the service is off, or hidden from strangers`,
    'you',
    "use the proxy's own template for PROXY",
  ],
  405: [
    'the server does not take CONNECT here (405)',
    'you',
    `check the template; some servers offer ${method} over other versions of HTTP only`,
  ],
  421: [
    'the server is not responsible for this authority (421)',
    'you',
    'use the name it knows itself by in PROXY, and --connect-to for its address',
  ],
  426: [
    'the server wants another protocol for this (426); its Upgrade field says which',
    'unknown',
    `compare that field (-v) with ${token}; try another version of HTTP with --http`,
  ],
  429: ['the proxy finds that we ask too often (429)', 'you', 'wait, then try again'],
  501: [
    `the server does not implement ${method} (501)`,
    'unknown',
    `check that this is the proxy, and that ${service} is switched on`,
  ],
  505: ['the server does not take this version of HTTP here (505)', 'unknown', 'try another one with --http'],
})

export interface Asked {
  readonly tunnel: TunnelKind
  readonly http: HttpVersion
  /** The request carried some. */
  readonly sentCredentials?: boolean
  /** A clause on what the response says in words of its own. */
  readonly content?: string | undefined
}

export function refusal(response: Head, {tunnel, http, sentCredentials = false, content}: Asked): Diagnosis {
  const {status} = response
  const words = tunnelWords[tunnel]
  const said = proxyStatusError(response)
  const known = said && byError(words)[said.error]
  if (said && known) {
    const more = [said.rcode, said.details].filter(Boolean).join('; ')
    const [meaning, fault, next] = known
    return {
      code: `proxy-${said.error.replaceAll('_', '-')}`,
      meaning: more ? `${meaning} (${quoted(more)})` : meaning,
      fault,
      next,
    }
  }
  if (http === '1.1' && status >= 200 && status < 300) {
    return saysCapsuleProtocol(response) ? tunnelWithoutUpgrade(status, words) : noUpgrade(status)
  }
  const [meaning, fault, next] = byStatus(response, sentCredentials, words)
  const more = [said && `Proxy-Status says ${quoted(said.error)}`, content]
  return {
    code: `status-${status}`,
    meaning: [meaning, ...more.filter(Boolean)].join('; '),
    fault,
    next,
  }
}

/** An ordinary web server ignores the Upgrade, and answers as if it had not been there (RFC 9110 section 7.8). */
function noUpgrade(status: number): Diagnosis {
  return {
    code: 'no-upgrade',
    meaning: `the server answered ${status} and did not switch protocols (101): it takes the request for an ordinary one, so it offers no tunnels over HTTP/1.1 here`,
    fault: 'unknown',
    next: 'check the template, and that this is the proxy; a web server in front of it may swallow the Upgrade field',
  }
}

/** It says that its data stream is one of capsules, so it means a tunnel; nothing else would say so. */
function tunnelWithoutUpgrade(status: number, {response11}: TunnelWords): Diagnosis {
  return {
    code: 'tunnel-without-101',
    meaning: `the server answered ${status} with Capsule-Protocol: ?1, as if over HTTP/2 or HTTP/3: it means a tunnel, but over HTTP/1.1 one begins with 101 and Upgrade (${response11}), and clients must take this for a failure`,
    fault: 'proxy',
    next: 'use HTTP/2 or HTTP/3 with this proxy (--http 2, --http 3), and tell its developers',
  }
}

export interface ProxyStatusError {
  readonly error: string
  readonly rcode: string | undefined
  readonly details: string | undefined
}

/** Of the last member that has an error: that is the proxy nearest to us. */
export function proxyStatusError({headers}: Head): ProxyStatusError | undefined {
  const lines = headers.filter(([name]) => name.toLowerCase() === 'proxy-status').map(([, value]) => value)
  const parsed = parseItems(lines)
  if ('problem' in parsed) return undefined
  for (const {parameters} of parsed.value.toReversed()) {
    const text = (name: string): string | undefined => {
      const value = parameters.get(name)
      return value instanceof Token || typeof value === 'string' ? value.toString() : undefined
    }
    const error = text('error')
    if (error !== undefined) return {error, rcode: text('rcode'), details: text('details')}
  }
  return undefined
}

function byStatus({status, headers}: Head, sentCredentials: boolean, tunnel: TunnelWords): Words {
  const known = byKnownStatus(tunnel)[status]
  if (known) return known
  if (status === 401 || status === 407) {
    const challenge = headers.find(([name]) => /^(www|proxy)-authenticate$/i.test(name))?.[1]
    const words = sentCredentials ? 'does not accept the credentials it was given' : 'wants credentials'
    return [
      `the proxy ${words} (${status}${challenge ? `: ${quoted(challenge)}` : ''})`,
      'you',
      "give them with --user NAME:PASSWORD, --bearer-file FILE or --header 'Name: value'",
    ]
  }
  if (status >= 502 && status <= 504) {
    return [
      `the proxy could not open the tunnel (${status}), and there is no error in Proxy-Status that says why`,
      'unknown',
      `try another target; a proxy should explain itself in Proxy-Status (${tunnel.errors})`,
    ]
  }
  if (status >= 300 && status < 400) {
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
    return [
      `the server redirects (${status}${location === undefined ? '' : ` to ${quoted(location)}`}), which is a failure for tunnels`,
      'you',
      'compare that with the template, a slash at its end for one, and mend PROXY if you trust what it points to',
    ]
  }
  return [
    `the server answers ${status}`,
    status >= 500 ? 'proxy' : 'unknown',
    'look into the log of the proxy for this moment',
  ]
}
