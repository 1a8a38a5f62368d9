/** What both sides said: `settings`, `headers`; who is there: `use`, `ping`; what is not shown by itself: `watch`. */
import {responseFields, requestFields} from '../../evidence/secret-fields.js'
import {sleep} from '../../spec/clock.js'
import {escape} from '../../style/escape.js'
import {ms} from '../decode/describe.js'
import {choice, tunnel} from '../grammar/param.js'
import {NOISES} from '../session/event.js'
import {DONE, failed, UserError} from '../session/outcome.js'
import type {Outer} from '../outer/outer.js'
import type {Session} from '../session/session.js'
import {define} from './word.js'

/** Of the tunnel in focus, or the newest. @throws UserError */
function outerOf(session: Session, which: string | undefined): Outer {
  if (which !== undefined) return session.tunnels.one(which).outer
  const outer = session.tunnels.focus?.outer ?? session.outers.at(-1)
  if (outer) return outer
  throw new UserError('there is no connection yet: open a tunnel first, as in: open udp 192.0.2.53:53')
}

export const settings = define({
  name: 'settings',
  group: 'looking',
  summary: "The peer's SETTINGS; --all adds transport parameters and TLS.",
  examples: ['settings', 'settings t2 --all'],
  optional: {which: tunnel},
  switches: ['all'],
  async run({which, all}, {session, tell}) {
    const facts = outerOf(session, which).connection?.facts
    const list = facts?.settings ?? []
    tell(
      list.length === 0
        ? ['no SETTINGS: none came, or this version has none']
        : list.map(({name, id, value}) => escape(`${name} (${id}) = ${value}`)),
    )
    if (!all) return DONE
    tell((facts?.transportParameters ?? []).map(({name, value}) => escape(`transport parameter ${name} = ${value}`)))
    if (facts?.tls)
      tell([
        escape(`TLS ${facts.tls.version}, ${facts.tls.cipher ?? 'unknown cipher'}, ALPN ${facts.tls.alpn ?? 'none'}`),
      ])
    return DONE
  },
})

export const headers = define({
  name: 'headers',
  group: 'looking',
  summary: 'Request and response of the tunnel, field by field.',
  examples: ['headers', 'headers t1'],
  optional: {which: tunnel},
  async run({which}, {session, tell}) {
    const {request, response} = session.tunnels.one(which)
    const {method, protocol, authority, path} = request
    tell([
      escape(`> ${method} ${protocol ?? ''} ${authority} ${path}`),
      ...requestFields(request.headers).map(([name, value]) => escape(`> ${name}: ${value}`)),
    ])
    if (!response) tell(['< no response yet'])
    else
      tell([
        `< ${response.status}`,
        ...responseFields(response.headers).map(([name, value]) => escape(`< ${name}: ${value}`)),
      ])
    return DONE
  },
})

const ASK_MS = 2
const POLL_MS = 1

export const ping = define({
  name: 'ping',
  group: 'looking',
  summary: 'Ask the proxy for a sign of life on the connection, and tell its round trip.',
  details: ['A PING of QUIC or HTTP/2: it says nothing of the tunnel. HTTP/1.1 has nothing like it.'],
  examples: ['ping', 'ping t2'],
  optional: {which: tunnel},
  async run({which}, {session, tell}, signal) {
    const {connection} = outerOf(session, which)
    if (!connection) return failed('this connection cannot be asked')
    const {clock} = session
    using life = connection.lifeSign(ASK_MS)
    const began = clock.now()
    const timeoutMs = session.sticky.get('timeoutMs')
    while (!life.seen) {
      if (life.seen === undefined && clock.now() - began > ASK_MS * 2) return failed('this version of HTTP has no PING')
      if (clock.now() - began > timeoutMs) return failed(`nothing came within ${timeoutMs / 1000} s, which may be loss`)
      await sleep(clock, POLL_MS, signal)
    }
    const rtt = connection.figures().rttMs
    tell([`the proxy is alive${rtt ? `: RTT ${ms(rtt.smoothed)} smoothed, ${ms(rtt.min)} at least` : ''}`])
    return DONE
  },
})

export const use = define({
  name: 'use',
  group: 'tunnels',
  summary: 'The tunnel that words mean when they name none.',
  examples: ['use t1', 'use @last'],
  required: {which: tunnel},
  async run({which}, {session}) {
    session.tunnels.use(which)
    return DONE
  },
})

export const watch = define({
  name: 'watch',
  group: 'looking',
  summary: 'Show what is hidden by default: phases, outer datagrams, QUIC frames.',
  details: ['frames has an effect on connections that are made afterwards. --off hides it again.'],
  examples: ['watch phases', 'watch outer', 'watch outer --off'],
  optional: {what: choice(NOISES)},
  switches: ['off'],
  async run({what, off}, {session, tell}) {
    if (what === undefined)
      tell([`watched: ${[...session.watched].join(', ') || 'nothing'}; there are ${NOISES.join(', ')}`])
    else if (off) session.watched.delete(what)
    else session.watched.add(what)
    return DONE
  },
})
