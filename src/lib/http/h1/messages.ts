/** HTTP/1.1 messages of tunnels: the Upgrade request of RFC 9298 section 3.2, and what makes a 101 one (section 3.3). */
import {STATUS_CODES} from 'node:http'
import type {H1Field, H1Request, H1Response} from '../../wire/h1-head.js'
import {listed} from '../../wire/h1-framing.js'
import type {HeaderList, TunnelRequest} from '../transport.js'

/** How the request says where it goes: `/path`, or `https://host/path` as the example of RFC 9298 does. Servers take both. */
export type TargetForm = 'origin' | 'absolute'

/** A tunnel is asked for with GET and Upgrade; Host comes first (RFC 9110 section 7.2). */
export function upgradeRequest(
  request: TunnelRequest,
  form: TargetForm,
): Pick<H1Request, 'method' | 'target' | 'fields'> {
  const {method, protocol, scheme, authority, path, headers} = request
  const target = form === 'origin' ? path : `${scheme}://${authority}${path}`
  const host: H1Field = ['Host', authority]
  if (protocol === undefined)
    return {method, target: method === 'CONNECT' ? authority : target, fields: [host, ...headers]}
  return {
    method: 'GET',
    target,
    fields: [host, ['Connection', 'Upgrade'], ['Upgrade', protocol], ...headers],
  }
}

/** Why a 101 does not open the tunnel that was asked for; undefined if it does. */
export function switchProblem({version, fields}: H1Response, protocol: string | undefined): string | undefined {
  if (protocol === undefined) return 'status 101, although nothing else was asked for'
  if (version !== '1.1') return `status 101 in HTTP/${version}, which does not have it`
  const upgrades = fields.filter(([name]) => name.toLowerCase() === 'upgrade')
  if (upgrades.length === 0) return 'status 101 without the field Upgrade'
  const tokens = listed(fields, 'upgrade')
  if (upgrades.length > 1 || tokens.length !== 1) return 'status 101 with more than one protocol in Upgrade'
  if (tokens[0] !== protocol.toLowerCase()) return 'status 101 for another protocol than the one asked for'
  if (!listed(fields, 'connection').includes('upgrade')) return "status 101 without 'Upgrade' in the field Connection"
  return undefined
}

export type Asked =
  | {readonly request: TunnelRequest; readonly isUpgrade: boolean}
  /** The answer it deserves, and why. */
  | {readonly status: number; readonly problem: string}

/** What a request asks for, or what is wrong with it. `scheme`: of the connection, for requests that do not say. */
export function askedFor(request: H1Request, scheme: string): Asked {
  const {method, target, version, fields} = request
  const bad = (problem: string, status = 400): Asked => ({status, problem})
  if (!version.startsWith('1.')) return bad('a version that is not ours', 505)
  const hosts = fields.filter(([name]) => name.toLowerCase() === 'host')
  if (hosts.length !== 1 && (version !== '1.0' || hosts.length > 1)) return bad('not exactly one Host')
  const place = placeOf(method, target, scheme, hosts[0]?.[1] ?? '')
  if (!place) return bad('a request target that is none')
  const protocol = version === '1.0' ? undefined : protocolOf(fields)
  if (protocol === undefined)
    return {request: {method, protocol, ...place, headers: withoutHost(fields)}, isUpgrade: false}
  // RFC 9298 section 3.2: anything else is malformed.
  if (method !== 'GET') return bad('an Upgrade with a method other than GET')
  const headers = withoutHost(fields).filter(([name]) => !['connection', 'upgrade'].includes(name.toLowerCase()))
  return {request: {method: 'CONNECT', protocol, ...place, headers}, isUpgrade: true}
}

type Place = Pick<TunnelRequest, 'scheme' | 'authority' | 'path'>

function placeOf(method: string, target: string, scheme: string, host: string): Place | undefined {
  if (method === 'CONNECT') return {scheme: '', authority: target, path: ''}
  if (target.startsWith('/') || target === '*') return {scheme, authority: host, path: target}
  const parsed = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]+)([^#]*)$/.exec(target)
  if (!parsed) return undefined
  const [, itsScheme = '', authority = '', path = ''] = parsed
  return {scheme: itsScheme.toLowerCase(), authority, path: path.startsWith('/') ? path : `/${path}`}
}

/** Of several, one for tunnels; without `Connection: Upgrade` the field means nothing (RFC 9110 section 7.8). */
function protocolOf(fields: readonly H1Field[]): string | undefined {
  if (!listed(fields, 'connection').includes('upgrade')) return undefined
  const tokens = listed(fields, 'upgrade')
  return tokens.find(token => token.startsWith('connect-')) ?? tokens.find(token => token !== 'h2c')
}

function withoutHost(fields: readonly H1Field[]): HeaderList {
  return fields.filter(([name]) => name.toLowerCase() !== 'host')
}

/** The reason phrase; nobody may go by it. */
export function statusWords(status: number): string {
  return STATUS_CODES[status] ?? ''
}
