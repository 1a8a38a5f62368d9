/** `open udp HOST:PORT`, `open ip`: a tunnel, as the settings would have it or as its options say, right or wrong. */
import type {ScopeLead} from '../../evidence/event.js'
import type {TunnelRequest} from '../../http/transport.js'
import {IP_UPGRADE_TOKEN, ipRequestPath} from '../../tunnel/connect-ip.js'
import {requestPath, UPGRADE_TOKEN} from '../../tunnel/connect-udp.js'
import {formatTarget, type Target} from '../../tunnel/target.js'
import {TemplateError} from '../../tunnel/template.js'
import * as frame from '../../wire/h3-frame.js'
import * as fieldSection from '../../wire/qpack/field-section.js'
import {GrammarError} from '../grammar/error.js'
import {choice, newName, text} from '../grammar/param.js'
import {openTunnel} from '../session/opening.js'
import {failed, UserError} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import {httpParam} from './http-param.js'
import {scopeTarget, targetParam} from './targets.js'
import {define, type ArgumentsOf} from './word.js'

const required = {kind: choice(['udp', 'ip'])} as const
const optional = {leads: targetParam} as const
const options = {
  target: scopeTarget,
  ipproto: text('N'),
  http: httpParam,
  datagrams: choice(['auto', 'frames', 'capsules']),
  as: newName('NAME'),
  path: text('PATH'),
  protocol: text('TOKEN'),
  authority: text('AUTHORITY'),
} as const

type Wish = ArgumentsOf<typeof required, typeof optional, typeof options, object, 'fresh'>

interface Lead {
  readonly target: Target | ScopeLead
  readonly label: string
  readonly path: string
  readonly token: string
}

/** @throws UserError */
function leadOf(session: Session, wish: Wish): Lead {
  const {udp, ip} = session.way
  if (wish.kind === 'udp') {
    const target = wish.leads === '@target' ? session.target : wish.leads
    if (!target) throw new UserError('there is no @target: say it with --target HOST:PORT, or name it here')
    return {target, label: formatTarget(target), path: requestPath({template: udp, target}), token: UPGRADE_TOKEN}
  }
  const {target, ipproto} = wish
  const label = [target ?? '*', ...(ipproto === undefined ? [] : [`protocol ${ipproto}`])].join(' ')
  try {
    const scope = {...(target !== undefined && {target}), ...(ipproto !== undefined && {ipproto: Number(ipproto)})}
    return {
      target: {kind: 'scope', text: label},
      label,
      path: ipRequestPath({template: ip, scope}),
      token: IP_UPGRADE_TOKEN,
    }
  } catch (error) {
    if (error instanceof TemplateError) throw new UserError(error.message)
    throw error
  }
}

function requestFor(session: Session, wish: Wish, {path, token}: Lead): TunnelRequest {
  const {way, sticky} = session
  const template = wish.kind === 'udp' ? way.udp : way.ip
  return {
    method: 'CONNECT',
    protocol: wish.protocol ?? token,
    scheme: template.scheme,
    authority: wish.authority ?? template.authority,
    path: wish.path ?? path,
    headers: [['capsule-protocol', '?1'], ...sticky.headers.map(({name, value}) => [name, value] as const)],
    datagrams: wish.datagrams ?? sticky.get('datagrams'),
  }
}

function check({kind, leads, target, ipproto}: Wish, column: number): void {
  if (kind === 'udp' && leads === undefined) throw new GrammarError('open udp needs HOST:PORT', {column})
  if (kind === 'udp' && (target ?? ipproto) !== undefined) {
    throw new GrammarError('--target and --ipproto are for open ip', {column})
  }
  if (kind === 'ip' && leads !== undefined) {
    throw new GrammarError('open ip takes no HOST:PORT', {column, meant: 'open ip --target ADDRESS'})
  }
  if (ipproto !== undefined && !(/^\d{1,3}$/.test(ipproto) && Number(ipproto) <= 255)) {
    throw new GrammarError(`'${ipproto}' is no IP protocol: a number from 0 to 255`, {column})
  }
}

export default define({
  name: 'open',
  group: 'tunnels',
  summary: 'Open a UDP tunnel to HOST:PORT, or an IP tunnel; the first one connects to the proxy.',
  details: [
    'Tunnels are called t1, t2, …, or what --as says; words that name none mean the latest (use changes that).',
    'Tunnels share a connection; --fresh makes a new one, for a witness that must not be disturbed.',
    'open ip is for anything, or for what --target (a name, an address, a prefix) and --ipproto say.',
    '--path, --protocol and --authority replace that part of the request (RFC 9298 section 3, RFC 9484 section 4).',
  ],
  examples: [
    'open udp 192.0.2.53:53',
    'open udp @target --http 3',
    'open udp [2001:db8::1]:443 --datagrams capsules --as witness --fresh',
    'open ip',
    'open ip --target 192.0.2.0/24 --ipproto 17',
  ],
  acts: true,
  required,
  optional,
  options,
  switches: ['fresh'],
  check(wish, [{column}]) {
    check(wish, column)
  },
  async run(wish, {session}, signal) {
    const name = wish.as ?? session.tunnels.nextName()
    if (session.tunnels.has(name)) throw new UserError(`${name} is taken: --as another name`)
    const lead = leadOf(session, wish)
    const request = requestFor(session, wish, lead)
    const timeoutMs = session.sticky.get('timeoutMs')
    const http = wish.http ?? session.sticky.get('http')
    const outer = await session.outer(http, wish.fresh ?? false, timeoutMs, signal)
    if (typeof outer === 'string') return failed(outer)
    const {target, label} = lead
    return openTunnel(session, outer, {name, kind: wish.kind, label, target, request, timeoutMs}, signal)
  },
  async dry(wish, {session}) {
    const request = requestFor(session, wish, leadOf(session, wish))
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
