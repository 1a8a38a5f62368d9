/** The facts of `probe ip`: documented in docs/probe-ip.md, checked when a document is made or read. */
import {z} from 'zod'
import {payloadFacts} from './payload-facts.js'
import {httpVersion} from './document.js'
import {datagramFigures, distribution, known, outerFigures, seenMarks} from './shared-facts.js'

const family = z.union([z.literal(4), z.literal(6)])

const assigned = z.strictObject({
  address: z.string(),
  prefixLength: z.number(),
  /** It answers an ADDRESS_REQUEST of ours, or it came of itself. */
  how: z.enum(['unsolicited', 'requested']),
  /** Since the response. */
  afterMs: z.number(),
})

const route = z.strictObject({start: z.string(), end: z.string(), /** 0: all. */ protocol: z.number()})

export const ipSession = z.strictObject({
  assigned: z.array(assigned),
  /** What we asked for, one for each family, and what came of it. */
  requests: z.array(
    z.strictObject({
      family,
      outcome: z.enum(['assigned', 'declined', 'no-answer']),
      afterMs: z.number().nullable(),
    }),
  ),
  /** The first of them. */
  routes: z.array(route),
  routeCount: z.number(),
  /** Since the response; null: no ROUTE_ADVERTISEMENT came. */
  routesAfterMs: z.number().nullable(),
  /** Assignments and routes that were replaced later. */
  changes: z.array(z.strictObject({afterMs: z.number(), assigned: z.array(z.string()), routeCount: z.number()})),
  /** Rules of RFC 9484 section 4.7 that were broken, in words. */
  breaches: z.array(z.string()),
  /** What no rule forbids, and is still worth knowing. */
  remarks: z.array(z.string()),
  unknownCapsules: z.number(),
  /** Addresses the proxy asked us to assign to it. */
  requestedOfUs: z.number(),
})

/** Errors of ICMP that answer packets of ours; the same ones are counted. */
const icmpError = z.strictObject({
  from: z.string(),
  what: z.string(),
  type: z.number(),
  code: z.number(),
  /** Of "packet too big" and "fragmentation needed". */
  mtu: z.number().nullable(),
  count: z.number(),
})

export const echoFacts = z.strictObject({
  to: z.string(),
  sent: z.number(),
  received: z.number(),
  duplicates: z.number(),
  /** Answers whose data is not what we sent. */
  altered: z.number(),
  rttMs: distribution.nullable(),
  /** TTL or hop limit of the answers when they reached us. */
  hopLimit: z.number().nullable(),
  errors: z.array(icmpError),
})

export const tcpFacts = z.strictObject({
  to: z.string(),
  sent: z.number(),
  answer: z.enum(['open', 'refused', 'icmp', 'silent']),
  rttMs: z.number().nullable(),
  hopLimit: z.number().nullable(),
  /** Of the SYN/ACK: the window and the options, in words and in order. */
  window: z.number().nullable(),
  options: z.array(z.string()).nullable(),
  errors: z.array(icmpError),
})

const hop = z.strictObject({
  hopLimit: z.number(),
  /** null: silent. */
  from: z.string().nullable(),
  rttMs: z.number().nullable(),
  what: z.enum(['time-exceeded', 'reached', 'unreachable', 'silent']),
  /** What the error quotes of our packet: as we sent it, changed on the way (in words), or too little to tell. */
  quote: z.string().nullable(),
  /** The TTL or hop limit in the quote. */
  quotedHopLimit: z.number().nullable(),
})

export const traceFacts = z.strictObject({
  to: z.string(),
  by: z.enum(['icmp-echo', 'udp']),
  hops: z.array(hop),
  /** Where the destination answered; null: it did not, within so many hops. */
  reachedAt: z.number().nullable(),
  packets: z.number(),
})

const familyFacts = z.strictObject({
  /** The assigned address that our packets were sent from. */
  source: z.string(),
  /** Where they went; null: nobody of this family was named. */
  destination: z.string().nullable(),
  /** Whether the advertised routes lead there. */
  routed: known,
  carriesUp: known,
  carriesDown: known,
  /** Why it does not carry both ways, if it does not. */
  because: z.string().nullable(),
  /** It carried up to this many of our datagrams, and then did not any more. */
  stoppedAfter: z.number().nullable(),
  /** UDP to the target and back. */
  datagrams: datagramFigures.nullable(),
  /** What the target saw of them. */
  egress: z.strictObject({
    ...seenMarks,
    /** `assigned`: the address is ours, so nobody translates; `translated`: another one is seen. */
    identity: z.enum(['assigned', 'translated', 'unknown']),
    /** The TTL or hop limit we sent with. */
    sentHopLimit: z.number(),
  }),
  reportCameBy: z.enum(['tunnel', 'direct']).nullable(),
  echo: z.array(echoFacts),
  tcp: z.array(tcpFacts),
  trace: traceFacts.nullable(),
  /** UDP payloads, as in probe udp; with `headerBytes` more for the packet. null: not examined. */
  payload: payloadFacts.nullable(),
  headerBytes: z.number(),
})

export const sessionsFacts = z.strictObject({
  asked: z.number(),
  opened: z.number(),
  /** Why there are no more. */
  refusal: z.string().nullable(),
  /** Of each, in order; the first is the session that everything else is about. */
  addresses: z.array(z.array(z.string())),
  differ: known,
  /** Whether packets from one do not reach the other. */
  isolated: known,
  because: z.string(),
})

export const reconnectFacts = z.strictObject({
  connected: z.boolean(),
  addresses: z.array(z.string()),
  same: known,
  because: z.string(),
})

/** Of one road. */
export const ipRoadFacts = z.strictObject({
  http: httpVersion,
  /** Its address. */
  road: z.string().nullable(),
  /** Whom packets went to, as named. */
  target: z.string().nullable(),
  /** What the request was limited to; null: to nothing. */
  scope: z.strictObject({target: z.string().nullable(), ipproto: z.number().nullable()}).nullable(),
  answers: z.strictObject({reachable: known, accepted: known, carriesUp: known, carriesDown: known}),
  because: z.string().nullable(),
  stoppedAfter: z.number().nullable(),
  session: ipSession.nullable(),
  /** By what was found inside; null: no address of that family. */
  ipv4: familyFacts.nullable(),
  ipv6: familyFacts.nullable(),
  /** What arrived in the tunnel and answered nothing of ours. */
  strays: z
    .strictObject({
      packets: z.number(),
      /** To addresses that are not assigned to us. */
      notForUs: z.number(),
      /** No IP packets. */
      malformed: z.number(),
      unknownContexts: z.number(),
    })
    .nullable(),
  carrier: z.enum(['frame', 'capsule']).nullable(),
  outer: outerFigures.nullable(),
  /** The largest IP packet that goes into a DATAGRAM frame now. */
  maxPacketBytes: z.number().nullable(),
  /** Whether an IPv6 packet of 1280 octets fits, and whether one was carried each way. */
  ipv6Minimum: z.strictObject({fitsFrame: known, carriedUp: known, carriedDown: known}).nullable(),
  /** Other sessions on the same connection; null: not examined. */
  sessions: sessionsFacts.nullable(),
  /** A second connection, after the first was closed; null: not examined. */
  reconnect: reconnectFacts.nullable(),
  tunnelEnding: z.string().nullable(),
  remarks: z.array(z.string()),
  notKnown: z.array(z.string()),
})

/** Those of the road that says most, and those of all, in the order of `roads` of the document. */
export const ipFacts = ipRoadFacts.extend({embeddedProxy: z.boolean(), roads: z.array(ipRoadFacts)})

export type IpRoadFacts = z.infer<typeof ipRoadFacts>
export type IpFacts = z.infer<typeof ipFacts>
export type IpFamilyFacts = z.infer<typeof familyFacts>
export type IpSessionFacts = z.infer<typeof ipSession>
export type IpAssigned = z.infer<typeof assigned>
export type IpRouteFacts = z.infer<typeof route>
export type EchoFacts = z.infer<typeof echoFacts>
export type TcpFacts = z.infer<typeof tcpFacts>
export type TraceFacts = z.infer<typeof traceFacts>
export type HopFacts = z.infer<typeof hop>
export type IcmpErrorFacts = z.infer<typeof icmpError>
export type SessionsFacts = z.infer<typeof sessionsFacts>
export type ReconnectFacts = z.infer<typeof reconnectFacts>
