/**
 * Opens an IP tunnel for a probe to which it is no question whether it opens: what stands in the way is no answer, and
 * says whether there is nothing to examine, or only nothing that could be examined now.
 */
import type {HttpVersion, Refusal, Transport} from '../../http/transport.js'
import type {Ending} from '../../http/ending.js'
import {deadline, TimeoutError} from '../../spec/clock.js'
import {Obstacle, type IpOptions, type Place} from '../../spec/rig.js'
import {openIp, type IpObserver, type IpOpened, type IpRequest} from '../../tunnel/connect-ip.js'
import {TemplateError} from '../../tunnel/uri-template.js'
import type {RigContext} from './context.js'
import {IpTunnelRig} from './ip.js'

export type OpenIpContext = Pick<
  RigContext,
  'http' | 'platform' | 'reach' | 'place' | 'ipResponder' | 'patienceMs' | 'timeoutMs'
>

/** Rejects with the signal's reason. @throws Obstacle if there is no tunnel */
export async function openIpRig(
  transport: Transport,
  context: OpenIpContext,
  options: IpOptions,
  signal: AbortSignal,
): Promise<IpTunnelRig> {
  const relay = new Relay()
  const opened = await answerTo(transport, requestOf(context, options, relay), context, signal)
  switch (opened.kind) {
    case 'tunnel': {
      const rig = new IpTunnelRig(
        opened.ip,
        {status: opened.response.status, headers: opened.response.headers},
        context,
      )
      relay.to(rig.observer)
      return rig
    }
    case 'refused':
      throw refused(opened.refusal, context.place, options)
    case 'malformed': {
      const {response, problem} = opened
      throw new Obstacle(
        'inconclusive',
        `the IP tunnel was answered with status ${response.status}, which opens none: ${problem}`,
      )
    }
    case 'failed':
      throw failed(opened.ending, transport.http)
  }
}

/** What comes before the rig is there waits for it, in order. No time passes meanwhile, so it cannot grow. */
class Relay implements IpObserver {
  #target: IpObserver | undefined
  readonly #early: ((target: IpObserver) => void)[] = []

  to(target: IpObserver): void {
    this.#target = target
    for (const tell of this.#early.splice(0)) tell(target)
  }

  onDatagram(bytes: Uint8Array, start: number, end: number, carrier: 'frame' | 'capsule'): void {
    if (this.#target) {
      this.#target.onDatagram(bytes, start, end, carrier)
      return
    }
    const copy = bytes.slice(start, end)
    this.#early.push(target => {
      target.onDatagram(copy, 0, copy.length, carrier)
    })
  }

  onCapsule(type: bigint, length: bigint, value: Uint8Array): void {
    if (this.#target) this.#target.onCapsule(type, length, value)
    else
      this.#early.push(target => {
        target.onCapsule(type, length, value)
      })
  }
}

function requestOf({place, reach}: OpenIpContext, options: IpOptions, observer: IpObserver): IpRequest {
  if (!place.ip) {
    throw new Obstacle(
      'not-applicable',
      'no URI Template for IP tunnels of this proxy is known: give it one to have them examined',
    )
  }
  const {headers = [], ...rest} = options
  const {dialect} = reach
  return {...rest, template: place.ip, headers: [...place.headers, ...headers], onBreach: 'record', observer, dialect}
}

async function answerTo(
  transport: Transport,
  request: IpRequest,
  {platform, timeoutMs}: OpenIpContext,
  signal: AbortSignal,
): Promise<IpOpened> {
  using limit = deadline(platform.clock, timeoutMs, signal)
  try {
    return await openIp(transport, request, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) {
      throw new Obstacle(
        'inconclusive',
        `the request for an IP tunnel had no answer within ${timeoutMs} ms: a longer --timeout may help`,
      )
    }
    if (error instanceof TemplateError) {
      throw new Obstacle(
        'not-applicable',
        `this IP tunnel cannot be asked for by the proxy's template: ${error.message}`,
      )
    }
    throw error
  }
}

/** Who knows no IP tunnels says one of these, whatever is asked of them. */
const NOT_KNOWN: ReadonlySet<number> = new Set([405, 501])
const NOT_AUTHORISED: ReadonlySet<number> = new Set([401, 403, 407])

function refused({status, problem}: Refusal, {hasCredentials}: Place, options: IpOptions): Obstacle {
  const words = `the IP tunnel was refused with status ${status}`
  if (problem !== undefined) return new Obstacle('inconclusive', `${words}: ${problem}`)
  if (NOT_AUTHORISED.has(status)) {
    const next = hasCredentials
      ? 'the credentials that were given are not enough for it'
      : 'it may want credentials, which --header can give'
    return new Obstacle('inconclusive', `${words}, not authorised: ${next}`)
  }
  // An unknown upgrade token is a bad request to some; so may be what a probe asks for beside it.
  const {scope, path, headers} = options
  const isPlain = path === undefined && (status === 404 || (scope === undefined && headers === undefined))
  if (NOT_KNOWN.has(status) || ((status === 404 || status === 400) && isPlain)) {
    return new Obstacle('not-applicable', `${words}: the proxy does not offer IP tunnels at this path`)
  }
  return new Obstacle('inconclusive', words)
}

function failed({how, detail}: Ending, http: HttpVersion): Obstacle {
  return how === 'not-offered'
    ? new Obstacle('not-applicable', `IP tunnels are not offered over HTTP/${http}: ${detail}`)
    : new Obstacle('inconclusive', `the IP tunnel was not opened: ${detail}`)
}
