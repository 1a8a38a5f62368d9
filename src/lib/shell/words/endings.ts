/** How tunnels are ended from our side: `fin`, `close`, `reset`, `stop`. */
import type {HttpVersion} from '../../http/transport.js'
import {http2Name, http3Name} from '../../wire/error-codes.js'
import {tunnel} from '../grammar/param.js'
import {errorCode, type Code} from '../grammar/registries.js'
import {DONE, failed, UserError} from '../session/outcome.js'
import {openTunnelOf} from '../session/sending.js'
import type {ShellTunnel} from '../session/tunnel.js'
import {define} from './word.js'

const WHICH = {which: tunnel} as const

/** @throws UserError for a name of another version's codes: the number would mean something else */
function codeFor({value, http, name}: Code, {outer, name: called}: ShellTunnel): bigint {
  if (http === undefined || http === outer.http) return value
  throw new UserError(
    `${name} is a code of HTTP/${http}, and ${called} is HTTP/${outer.http}: take a number, or a name of its own`,
  )
}

function codeName(http: HttpVersion, code: bigint): string {
  return http === '3' ? http3Name(code) : http2Name(code)
}

export const fin = define({
  name: 'fin',
  group: 'endings',
  summary: 'End our direction of the tunnel; the other stays open.',
  examples: ['fin', 'fin t1'],
  acts: true,
  optional: WHICH,
  async run({which}, {session}) {
    for (const made of session.tunnels.several(which)) {
      const open = openTunnelOf(made)
      session.emit('sent', made.name, {kind: 'finish'})
      await open.finish()
    }
    return DONE
  },
})

export const close = define({
  name: 'close',
  group: 'endings',
  summary: 'Close the tunnel politely, or with --connection the connection below.',
  examples: ['close', 'close @all', 'close --connection'],
  acts: true,
  optional: WHICH,
  switches: ['connection'],
  async run({which, connection}, {session}) {
    const all = session.tunnels.several(which)
    for (const made of all) {
      if (connection) await made.outer[Symbol.asyncDispose]()
      else await openTunnelOf(made)[Symbol.asyncDispose]()
    }
    return DONE
  },
})

export const reset = define({
  name: 'reset',
  group: 'endings',
  summary: 'Abort the tunnel, both directions, with an error code.',
  details: ['CODE is a number or a name: H3_… for HTTP/3, CANCEL and the like for HTTP/2; HTTP/1.1 has none.'],
  examples: ['reset H3_DATAGRAM_ERROR', 'reset 0x10e t1'],
  acts: true,
  required: {code: errorCode},
  optional: WHICH,
  async run({code, which}, {session}) {
    for (const made of session.tunnels.several(which)) {
      const value = codeFor(code, made)
      const sent = openTunnelOf(made).abort(value)
      const words = sent === undefined ? 'no code: HTTP/1.1 has none' : codeName(made.outer.http, sent)
      session.emit('sent', made.name, {kind: 'abort', code: sent, codeName: words})
    }
    return DONE
  },
})

export const stop = define({
  name: 'stop',
  group: 'endings',
  summary: 'Ask the peer to send no more on the tunnel (STOP_SENDING); ours goes on.',
  examples: ['stop H3_REQUEST_CANCELLED', 'stop 0x10c t1'],
  acts: true,
  required: {code: errorCode},
  optional: WHICH,
  async run({code, which}, {session}) {
    for (const made of session.tunnels.several(which)) {
      const value = codeFor(code, made)
      if (!openTunnelOf(made).stop(value))
        return failed(`HTTP/${made.outer.http} cannot stop one direction: reset ends both`)
      session.emit('sent', made.name, {kind: 'stop', codeName: codeName(made.outer.http, value)})
    }
    return DONE
  },
})
