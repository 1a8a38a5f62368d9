/**
 * Concealed credentials that nobody can accept (RFC 9729), whole and broken, and what can be compared of the answers to
 * requests that carry them. None is made with a key that anybody registered.
 */
import type {HeaderList, TunnelRequest} from '../http/transport.js'
import type {Random} from '../spec/random.js'
import type {Answer, Rig} from '../spec/rig.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'
import {UPGRADE_TOKEN} from '../tunnel/connect-udp.js'

/** JSON as it is. */
export interface ConcealedAnswer {
  /** null: no answer came, or the connection is gone. */
  readonly status: number | null
  readonly isSuccess: boolean
  /** Names and values of fields, sorted, and the content: without what differs from answer to answer anyway. */
  readonly rest: string
}

/** Ed25519, whose keys have 32 octets and whose signatures have 64. */
const SCHEME = '2055'
const LENGTHS = {k: 8, a: 32, p: 64, v: 16} as const
const PARAMETERS = ['k', 'a', 'p', 's', 'v'] as const
type Parameter = (typeof PARAMETERS)[number]

/** Of times, ages, identifiers and nonces nobody expects that they repeat. */
const VARYING =
  /^(date|age|expires|etag|set-cookie|cf-ray|report-to|nel|server-timing|.*(request|trace|correlation).*)$/i

/** In the right form. */
export function wellFormed(random: Random): string {
  return write(parameters(random))
}

/** By what is wrong with them. */
export function broken(random: Random): readonly (readonly [wrong: string, field: string])[] {
  const missing = PARAMETERS.map(name => {
    const rest = Object.entries(parameters(random)).filter(([each]) => each !== name)
    return [`without ${name}`, write(Object.fromEntries(rest))] as const
  })
  const garbled = PARAMETERS.map(
    name => [`with ${name} garbled`, write({...parameters(random), [name]: '!?'})] as const,
  )
  return [...missing, ...garbled, ['with a key of nobody', wellFormed(random)], ['without any parameter', 'Concealed']]
}

function parameters(random: Random): Record<Parameter, string> {
  const octets = (length: number): string => Buffer.from(random.bytes(length)).toString('base64url')
  return {k: octets(LENGTHS.k), a: octets(LENGTHS.a), p: octets(LENGTHS.p), s: SCHEME, v: octets(LENGTHS.v)}
}

function write(list: Readonly<Record<string, string>>): string {
  return `Concealed ${Object.entries(list)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}`
}

/** The tunnel that is offered here, UDP before IP; where none is known to be, that for UDP. */
export function offeredTunnel(rig: Rig): {readonly request: TunnelWay; readonly isOffered: boolean} {
  const {udp, ip, target, offersUdp, offersIp, scheme, authority} = rig.place
  if (offersUdp !== 'yes' && offersIp === 'yes' && ip) {
    const request = {protocol: IP_UPGRADE_TOKEN, scheme: ip.scheme, authority: ip.authority, path: ip.expand({})}
    return {request, isOffered: true}
  }
  const path = udp.expand({target_host: target?.host ?? '192.0.2.1', target_port: String(target?.port ?? 9)})
  return {request: {protocol: UPGRADE_TOKEN, scheme, authority, path}, isOffered: offersUdp === 'yes'}
}

type TunnelWay = Pick<TunnelRequest, 'scheme' | 'authority' | 'path'> & {readonly protocol: string}

/** Without any fields of the user's, who has credentials among them, but with these. */
export async function askConcealed(
  rig: Rig,
  credential: string | undefined,
  signal: AbortSignal,
  change: Partial<TunnelRequest> = {},
  more: HeaderList = [],
): Promise<ConcealedAnswer> {
  const headers: HeaderList = [
    ['capsule-protocol', '?1'],
    ...(credential === undefined ? [] : ([['authorization', credential]] as const)),
    ...more,
  ]
  return comparable(await rig.ask({...change, headers}, signal), change.path)
}

function comparable(answer: Answer, path: string | undefined): ConcealedAnswer {
  if (answer.kind !== 'success' && answer.kind !== 'refused') return {status: null, isSuccess: false, rest: ''}
  const masked = (text: string): string => (path === undefined ? text : text.replaceAll(path, '(the path)'))
  const fields = answer.headers
    .filter(([name]) => !VARYING.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${masked(value)}`.slice(0, 200))
  const body = answer.kind === 'refused' ? masked(answer.body).slice(0, 400) : ''
  return {status: answer.status, isSuccess: isServed(answer), rest: [...fields.sort(), body].join('\n')}
}

/** Also in a form that opens no tunnel (a 200 over HTTP/1.1): it was no refusal, and hides nothing. */
function isServed(answer: Answer): boolean {
  if (answer.kind === 'success') return true
  return answer.kind === 'refused' && answer.problem !== null && answer.status >= 200 && answer.status < 300
}

/** Those of one kind are all alike. */
export function isSteady(answers: readonly ConcealedAnswer[]): boolean {
  const [first] = answers
  return first !== undefined && answers.every(each => isSame(each, first))
}

export function isSame(left: ConcealedAnswer, right: ConcealedAnswer): boolean {
  return left.status === right.status && left.isSuccess === right.isSuccess && left.rest === right.rest
}

/** `404`, and where only the rest differs, in which lines: of two answers. */
export function differenceOf(left: ConcealedAnswer, right: ConcealedAnswer): string {
  if (left.status !== right.status) return `${left.status ?? 'no answer'} and ${right.status ?? 'no answer'}`
  const [ours, theirs] = [left.rest.split('\n'), right.rest.split('\n')]
  const only = [...ours.filter(line => !theirs.includes(line)), ...theirs.filter(line => !ours.includes(line))]
  return `${left.status ?? 'no answer'} twice, but only one with ${JSON.stringify(only.join('; ').slice(0, 200))}`
}
