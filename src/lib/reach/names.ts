/** The first phase: where the proxy is. */
import {canonical, familyOf, isIp} from '../net/address.js'
import type {Net} from '../net/net.js'
import {deadline, TimeoutError, type Clock} from '../spec/clock.js'
import type {ProxyPlace} from '../tunnel/template.js'
import {nameFailure, noAddressOfFamily} from './diagnosis/path.js'
import type {ReachOptions} from './options.js'
import type {PhaseLog} from './phases.js'

/** IP addresses in the order to be tried; undefined if there are none, and the log says why. */
export async function findProxy(
  template: ProxyPlace,
  reach: ReachOptions,
  {net, clock, timeoutMs}: {readonly net: Net; readonly clock: Clock; readonly timeoutMs: number},
  log: PhaseLog,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const {host, port} = reach.connectTo ?? template
  log.begin('names')
  if (reach.via && reach.via.length > 0) {
    log.ok('the proxy before it resolves it')
    return [host]
  }
  const fixed = reach.resolve.get(`${host}:${port}`)
  using limit = deadline(clock, timeoutMs, signal)
  let found
  try {
    found = fixed === undefined ? await net.lookup(host, limit.signal) : {addresses: [fixed]}
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    found = {failure: 'temporary', detail: error.message} as const
  }
  if ('failure' in found) {
    log.fail(nameFailure(host, found))
    return undefined
  }
  const all = [...new Set(found.addresses.map(canonical))]
  const {family} = reach
  const wanted = family === undefined ? all : all.filter(ip => familyOf(ip) === family)
  if (wanted.length === 0 && family !== undefined) {
    log.fail(noAddressOfFamily(host, family))
    return undefined
  }
  log.ok(isIp(host) ? 'an address' : wanted.join(', '))
  return wanted
}
