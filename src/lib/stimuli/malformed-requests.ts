/**
 * Requests for a tunnel that break one rule on their form each: over HTTP/3 and HTTP/2 by their fields (RFC 9113 and
 * 9114 sections 4.1 to 4.3, RFC 8441 section 4), over HTTP/1.1 by their head (RFC 9298 and 9484 section 3.2 or 4.2).
 * How they are sent and what is answered is in raw-asking.ts and raw-asking-h1.ts.
 */
import type {HeaderList} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'
import {UPGRADE_TOKEN} from '../tunnel/connect-udp.js'
import {templateOf} from './ask-ip.js'

/** What a request is for. */
export interface TunnelWish {
  readonly protocol: string
  readonly path: string
}

export interface MalformedFields {
  readonly name: string
  /** For sentences: "a request …". */
  readonly what: string
  readonly spoil: (fields: HeaderList) => HeaderList
}

/** A request of HTTP/1.1 before it is written. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  readonly version: string
  readonly fields: HeaderList
}

export interface MalformedHead {
  readonly name: string
  readonly what: string
  readonly spoil: (head: RequestHead) => RequestHead
  /** It may as well be taken for an ordinary GET, as it hardly asks for a tunnel. */
  readonly mayBeOrdinary: boolean
}

export const MALFORMED_FIELDS: readonly MalformedFields[] = [
  {name: 'no-path', what: 'without :path', spoil: without(':path')},
  {name: 'empty-path', what: 'with an empty :path', spoil: withValue(':path', '')},
  {name: 'no-scheme', what: 'without :scheme', spoil: without(':scheme')},
  {name: 'get-with-protocol', what: 'with :protocol and the method GET', spoil: withValue(':method', 'GET')},
  {name: 'protocol-twice', what: 'with :protocol twice', spoil: twice(':protocol')},
  {name: 'protocol-late', what: 'with :protocol behind a regular field', spoil: last(':protocol')},
  {name: 'name-in-capitals', what: 'with a field name in capitals', spoil: fields => [...fields, ['X-Masque', '1']]},
  {name: 'connection-field', what: 'with a Connection field', spoil: fields => [...fields, ['connection', 'close']]},
]

export const MALFORMED_HEADS: readonly MalformedHead[] = [
  {name: 'post', what: 'with the method POST', mayBeOrdinary: false, spoil: head => ({...head, method: 'POST'})},
  {
    name: 'two-hosts',
    what: 'with two Host fields',
    mayBeOrdinary: false,
    spoil: head => ({...head, fields: twice('Host')(head.fields)}),
  },
  {
    name: 'no-host',
    what: 'without Host',
    mayBeOrdinary: false,
    spoil: head => ({...head, fields: without('Host')(head.fields)}),
  },
  {
    name: 'no-connection-option',
    what: 'without Connection: Upgrade',
    mayBeOrdinary: true,
    spoil: head => ({...head, fields: without('Connection')(head.fields)}),
  },
  {name: 'http-1.0', what: 'in HTTP/1.0', mayBeOrdinary: true, spoil: head => ({...head, version: '1.0'})},
]

/** An address for documentation (RFC 5737) and the discard port: nobody is reached. */
const NOBODY = {host: '192.0.2.1', port: 9}

/** A tunnel to the target; to nobody, if there is none. */
export function udpWish({place}: Pick<Rig, 'place'>): TunnelWish {
  const {host, port} = place.target ?? NOBODY
  return {protocol: UPGRADE_TOKEN, path: place.udp.expand({target_host: host, target_port: String(port)})}
}

/** A tunnel to everywhere. @throws Obstacle if nobody said where IP tunnels are to be had */
export function ipWish(rig: Pick<Rig, 'place'>): TunnelWish {
  return {protocol: IP_UPGRADE_TOKEN, path: templateOf(rig).expand({})}
}

/** As it ought to be, over HTTP/3 and HTTP/2. */
export function goodFields({place}: Pick<Rig, 'place'>, {protocol, path}: TunnelWish): HeaderList {
  return [
    [':method', 'CONNECT'],
    [':protocol', protocol],
    [':scheme', place.scheme],
    [':authority', place.authority],
    [':path', path],
    ['capsule-protocol', '?1'],
    ...place.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
  ]
}

/** As it ought to be, over HTTP/1.1. */
export function goodHead({place}: Pick<Rig, 'place'>, {protocol, path}: TunnelWish): RequestHead {
  return {
    method: 'GET',
    target: path,
    version: '1.1',
    fields: [
      ['Host', place.authority],
      ['Connection', 'Upgrade'],
      ['Upgrade', protocol],
      ['Capsule-Protocol', '?1'],
      ...place.headers,
    ],
  }
}

type Edit = (fields: HeaderList) => HeaderList

export function without(name: string): Edit {
  return fields => fields.filter(([each]) => each !== name)
}

export function withValue(name: string, value: string): Edit {
  return fields => fields.map(field => (field[0] === name ? [name, value] : field))
}

function twice(name: string): Edit {
  return fields => fields.flatMap(field => (field[0] === name ? [field, field] : [field]))
}

function last(name: string): Edit {
  return fields => [...without(name)(fields), ...fields.filter(([each]) => each === name)]
}
