/** What is left of a run of `probe ip` that was killed: what it had told of each session by then. */
import type {Road} from './document.js'
import type {IpFacts, IpRoadFacts, IpSessionFacts, ReconnectFacts, SessionsFacts} from './ip-facts.js'
import type {FindingEvent} from './run-event.js'

/** The last word of each kind. */
export interface IpSoFar {
  session?: IpSessionFacts
  sessions?: SessionsFacts
  reconnect?: ReconnectFacts
}

export function noteFinding(so: IpSoFar, event: FindingEvent): void {
  switch (event.event) {
    case 'session':
      so.session = event.session
      break
    case 'sessions':
      so.sessions = event.sessions
      break
    case 'reconnect':
      so.reconnect = event.reconnect
      break
    case 'echo':
    case 'tcp':
    case 'trace':
      // Of which family is told at the end only.
      break
  }
}

/** @param answers those of the road, as for every probe */
export function ipFactsSoFar(
  roads: readonly {readonly road: Road; readonly so: IpSoFar; readonly answers: IpRoadFacts['answers']}[],
): IpFacts | Record<string, never> {
  const facts = roads.map(({road, so, answers}): IpRoadFacts => ({
    http: road.http,
    road: road.address,
    target: null,
    scope: null,
    answers,
    because: road.diagnosis?.meaning ?? null,
    stoppedAfter: null,
    session: so.session ?? null,
    ipv4: null,
    ipv6: null,
    strays: null,
    carrier: null,
    outer: null,
    maxPacketBytes: null,
    ipv6Minimum: null,
    sessions: so.sessions ?? null,
    reconnect: so.reconnect ?? null,
    tunnelEnding: null,
    remarks: [],
    notKnown: ['what each version of IP carries, and everything else that is reckoned at the end'],
  }))
  const main = facts.find(({answers}) => answers.carriesUp === 'yes') ?? facts.at(-1)
  return main ? {...main, embeddedProxy: false, roads: facts} : {}
}
