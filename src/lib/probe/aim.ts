/** What the datagrams of a run go to, and how one talks to it. */
import {isLoopback, parse} from '../net/address.js'
import {ResponderKey} from '../responder/message.js'
import {Responder} from '../responder/responder.js'
import {formatTarget, parseTarget, type Target} from '../tunnel/target.js'
import type {OnEvent} from '../report/run-event.js'
import type {DatagramWay} from './datagram-way.js'
import type {ExchangeResult} from './exchange.js'
import type {UdpProbeOptions} from './options.js'
import type {Platform} from '../reach/options.js'
import {exchangeWithTarget} from './payload-exchange.js'
import {exchangeWithResponder} from './responder-exchange.js'
import {SetupError} from '../reach/setup-error.js'

export interface ResponderFacts {
  readonly address: string
  readonly where: 'in-process' | 'remote'
}

type Exchange = (way: DatagramWay, signal: AbortSignal) => Promise<ExchangeResult>

/** A target, and how to talk to it. */
export class AimTaken implements AsyncDisposable {
  constructor(
    readonly target: Target,
    readonly exchange: Exchange,
    readonly responder?: ResponderFacts & {readonly key: ResponderKey},
    private readonly resource?: AsyncDisposable,
  ) {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.resource?.[Symbol.asyncDispose]()
  }
}

export interface AimContext {
  readonly platform: Platform
  readonly options: Pick<UdpProbeOptions, 'aim' | 'count' | 'intervalMs' | 'timeoutMs'>
  readonly beganMs: number
  readonly onEvent: OnEvent
}

/**
 * What to aim at is known when the proxy's address is: only on this host can we be the target ourselves.
 * @throws SetupError
 */
export function takeAim(proxyAddress: string, {platform, options, beganMs, onEvent}: AimContext): AimTaken {
  const {aim, count, intervalMs, timeoutMs} = options
  const common = {platform, plan: {count, intervalMs, timeoutMs}, beganMs, onEvent}
  switch (aim.kind) {
    case 'payload': {
      const {target, payload} = aim
      return new AimTaken(target, (way, signal) => exchangeWithTarget(way, {...common, payload}, signal))
    }
    case 'responder': {
      const {target, responder, key} = aim
      const how = {...common, key, responder, nextDoor: false}
      return new AimTaken(target, (way, signal) => exchangeWithResponder(way, how, signal), {
        address: formatTarget(responder),
        where: 'remote',
        key,
      })
    }
    case 'in-process':
      return startTarget(proxyAddress, common)
  }
}

function startTarget(
  proxyAddress: string,
  common: Omit<Parameters<typeof exchangeWithResponder>[1], 'key' | 'responder' | 'nextDoor'>,
): AimTaken {
  const {net, clock} = common.platform
  const proxyIp = parse(proxyAddress)?.ip ?? ''
  if (!isLoopback(proxyIp)) {
    throw new SetupError(
      `${proxyAddress} is not on this host, so there is nothing to send datagrams to`,
      'no-target',
      '--responder HOST:PORT with its key, or --target HOST:PORT with --payload (dns:NAME, stun, ntp, quic-vn, hex:BYTES)',
    )
  }
  const key = ResponderKey.random()
  const responder = new Responder({net, clock, key, local: proxyIp.includes(':') ? '[::1]:0' : '127.0.0.1:0'})
  const {address} = responder
  const target = parseTarget(address)
  const how = {...common, key, responder: target, nextDoor: true}
  const exchange: Exchange = (way, signal) => exchangeWithResponder(way, how, signal)
  return new AimTaken(target, exchange, {address, where: 'in-process', key}, responder)
}
