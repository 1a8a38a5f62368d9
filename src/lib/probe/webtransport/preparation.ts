/** What stands before a session: the library, what the server announces, whom to trust, and an answer to our own request. */
import type {HttpVersion} from '../../http/transport.js'
import {isIp} from '../../net/address.js'
import type {Approached} from '../../reach/approach.js'
import type {OuterConnection} from '../../reach/connection.js'
import type {Library} from '../../webtransport/library.js'
import type {ReachOptions} from '../../reach/options.js'
import type {RoadContext} from '../road.js'
import {announced, askOurselves} from './announced.js'
import {notTried} from './measured.js'
import type {Findings} from './options.js'
import {SessionSide} from './session-side.js'
import {vouch} from './vouch.js'

export interface Preparation {
  /** That of the tunnels. */
  readonly connection: OuterConnection
  readonly context: RoadContext
  readonly path: string
  /** A way to the same place over the version that the sessions use. */
  readonly another: (http: HttpVersion) => Promise<Approached>
  readonly signal: AbortSignal
}

/** undefined: no session can be tried, and the findings say why. */
export async function sessionSide(
  library: Library | undefined,
  findings: Findings,
  preparation: Preparation,
): Promise<SessionSide | undefined> {
  const {connection, another} = preparation
  const {session} = findings
  findings.library = {
    installed: library !== undefined,
    versions: [...(library?.versions ?? [])],
    missing: library
      ? (library.missing ?? null)
      : 'the optional package @fails-components/webtransport is not installed',
  }
  session.http = library?.versions.includes(connection.http) ? connection.http : '2'
  if (session.http === connection.http) return await prepare(library, findings, connection, preparation)
  findings.remarks.push(
    `tunnels over HTTP/${connection.http}, sessions over HTTP/${session.http}: figures differ for that`,
  )
  const approached = await another(session.http)
  if (approached.kind === 'failed') {
    session.alone = notTried(`HTTP/${session.http} is not to be had there: ${approached.diagnosis.meaning}`)
    return undefined
  }
  await using own = approached.connection
  return await prepare(library, findings, own, preparation)
}

async function prepare(
  library: Library | undefined,
  {session, library: {missing}}: Findings,
  connection: OuterConnection,
  {context, path, signal}: Preparation,
): Promise<SessionSide | undefined> {
  const {template, platform, options, beganMs} = context
  const {reach, timeoutMs, count, intervalMs, headers} = options
  const {clock} = platform
  session.announced = announced(session.http, connection.facts.settings)
  const obstacle = library ? outOfReach(reach) : (missing ?? undefined)
  if (!library || obstacle !== undefined) {
    session.alone = notTried(obstacle ?? null)
    return undefined
  }
  const vouched = await vouch(
    {
      address: connection.address,
      serverName: template.host,
      reach,
      platform,
      timeoutMs,
      acceptedPin: connection.facts.tls?.chain[0]?.pin,
    },
    signal,
  )
  if (vouched.kind === 'nobody') {
    session.alone = notTried(vouched.because)
    return undefined
  }
  session.checkedBy = vouched.kind
  const request = {
    url: `https://${template.authority}${path}`,
    http: session.http,
    ...(vouched.kind === 'certificate-hash' && {certificateHash: vouched.hash}),
  }
  const sessions = new SessionSide({library, request, platform, plan: {count, intervalMs, timeoutMs}, beganMs})
  const trial = await sessions.open(signal)
  if ('session' in trial) {
    await trial.session[Symbol.asyncDispose]()
    return sessions
  }
  session.alone = trial.measured
  const own = {authority: template.authority, path, headers}
  session.answer = await askOurselves(connection.transport, own, {clock, timeoutMs}, signal)
  return undefined
}

/** The library goes where the name says, and knows nothing of our flags. */
function outOfReach({connectTo, resolve, serverName, bind, identity}: ReachOptions): string | undefined {
  const flags = [
    ['--connect-to', connectTo !== undefined],
    ['--resolve', resolve.size > 0],
    ['--sni', serverName !== undefined && !isIp(serverName)],
    ['--bind', bind !== undefined],
    ['--cert', identity !== undefined],
  ] as const
  const given = flags.filter(([, isGiven]) => isGiven).map(([name]) => name)
  return given.length > 0 ? `the library cannot be told ${given.join(', ')}` : undefined
}
