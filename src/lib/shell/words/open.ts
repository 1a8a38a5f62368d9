/** `open udp HOST:PORT`: a tunnel, as the settings would have it or as its options say, right or wrong. */
import type {TunnelRequest} from '../../http/transport.js'
import * as frame from '../../wire/h3-frame.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import {UPGRADE_TOKEN, requestPath} from '../../tunnel/connect-udp.js'
import {formatTarget, parseTarget, TargetError, type Target} from '../../tunnel/target.js'
import {GrammarError} from '../grammar/error.js'
import {choice, newName, text, type Param} from '../grammar/param.js'
import {openTunnel} from '../session/opening.js'
import {failed, UserError} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import {httpParam} from './http-param.js'
import {define} from './word.js'

/** `@target`: what the command line says, so that a script need not name it. */
const target: Param<Target | '@target'> = {
  label: 'HOST:PORT',
  complete: () => ['@target'],
  read({text: name, column}) {
    if (name === '@target') return name
    try {
      return parseTarget(name)
    } catch (error) {
      if (error instanceof TargetError) throw new GrammarError(error.message, {column})
      throw error
    }
  },
}

interface Wish {
  readonly target: Target | '@target'
  readonly datagrams?: 'auto' | 'frames' | 'capsules'
  readonly path?: string
  readonly protocol?: string
  readonly authority?: string
}

/** @throws UserError */
function leadsTo(session: Session, {target: wished}: Pick<Wish, 'target'>): Target {
  if (wished !== '@target') return wished
  if (session.target) return session.target
  throw new UserError('there is no @target: say it with --target HOST:PORT, or name it here')
}

function requestFor(session: Session, wish: Wish): TunnelRequest {
  const {udp} = session.way
  const {sticky} = session
  return {
    method: 'CONNECT',
    protocol: wish.protocol ?? UPGRADE_TOKEN,
    scheme: udp.scheme,
    authority: wish.authority ?? udp.authority,
    path: wish.path ?? requestPath({template: udp, target: leadsTo(session, wish)}),
    headers: [['capsule-protocol', '?1'], ...sticky.headers.map(({name, value}) => [name, value] as const)],
    datagrams: wish.datagrams ?? sticky.get('datagrams'),
  }
}

export default define({
  name: 'open',
  group: 'tunnels',
  summary: 'Open a UDP tunnel to HOST:PORT; the first one connects to the proxy.',
  details: [
    'Tunnels are called t1, t2, …, or what --as says; words that name none mean the latest (use changes that).',
    'Tunnels share a connection; --fresh makes a new one, for a witness that must not be disturbed.',
    '--path, --protocol and --authority replace that part of the request (RFC 9298 section 3).',
  ],
  examples: [
    'open udp 192.0.2.53:53',
    'open udp @target --http 3',
    'open udp [2001:db8::1]:443 --datagrams capsules --as witness --fresh',
  ],
  acts: true,
  required: {kind: choice(['udp'], 'udp'), target},
  options: {
    http: httpParam,
    datagrams: choice(['auto', 'frames', 'capsules']),
    as: newName('NAME'),
    path: text('PATH'),
    protocol: text('TOKEN'),
    authority: text('AUTHORITY'),
  },
  switches: ['fresh'],
  async run(wish, {session}, signal) {
    const name = wish.as ?? session.tunnels.nextName()
    if (session.tunnels.has(name)) throw new UserError(`${name} is taken: --as another name`)
    const request = requestFor(session, wish)
    const timeoutMs = session.sticky.get('timeoutMs')
    const http = wish.http ?? session.sticky.get('http')
    const outer = await session.outer(http, wish.fresh ?? false, timeoutMs, signal)
    if (typeof outer === 'string') return failed(outer)
    const to = leadsTo(session, wish)
    return openTunnel(
      session,
      outer,
      {name, kind: 'udp', label: formatTarget(to), target: to, request, timeoutMs},
      signal,
    )
  },
  async dry(wish, {session}) {
    const request = requestFor(session, wish)
    const {method, protocol = '', scheme, authority, path, headers} = request
    const fields = [
      {name: ':method', value: method},
      {name: ':protocol', value: protocol},
      {name: ':scheme', value: scheme},
      {name: ':authority', value: authority},
      {name: ':path', value: path},
      ...headers.map(([name, value]) => ({name, value})),
    ]
    const bytes = frame.write(frame.HEADERS, fieldSection.write(fields))
    const lines = fields.map(({name, value}) => `${name}: ${value}`)
    return [{label: 'on a new stream a HEADERS frame, over HTTP/3', bytes, lines}]
  },
})
