/** The word `self`: the reference proxy, started for one run on loopback. */
import {makeCertificate} from './certificate.js'
import {honestPolicy} from './honest-policy.js'
import {listenEverywhere} from './listen.js'
import {serveProxy, type ServedProxy, type ServeOptions} from './serve.js'
import {AllowList} from './targets.js'

const ADDRESS = '127.0.0.1'

export interface EmbeddedProxy extends ServedProxy {
  readonly pin: Uint8Array
}

export async function startEmbeddedProxy(
  platform: Pick<ServeOptions, 'binding' | 'net' | 'clock' | 'random'>,
): Promise<EmbeddedProxy> {
  const {pin, ...identity} = await makeCertificate([ADDRESS, 'localhost'], platform.clock)
  // The responder of the same run is its target, and that is on loopback.
  const policy = honestPolicy(new AllowList([ADDRESS]))
  const options = {...platform, ...identity, policy, local: `${ADDRESS}:0`, random: platform.random.fork('proxy')}
  const served = serveProxy({...options, listener: await listenEverywhere(options)})
  return Object.assign(served, {pin})
}
