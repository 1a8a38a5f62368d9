/**
 * From a place to an open connection with one call: the name, every address, and the versions of HTTP in the order
 * asked for, until one is there. For whoever needs a proxy and does not examine the way to it; the attempts tell that.
 */
import type {ProxyPlace} from '../tunnel/uri-template.js'
import {approachWith, type Approached, type ApproachOptions} from './approach-with.js'
import {connect} from './connect.js'

export {allLeft, type Approached, type ApproachOptions} from './approach-with.js'

/**
 * Rejects only with the signal's reason.
 * @throws SetupError
 */
export function approach(place: ProxyPlace, options: ApproachOptions, signal: AbortSignal): Promise<Approached> {
  return approachWith(connect, place, options, signal)
}
