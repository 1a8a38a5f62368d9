/** The word `self`: the reference proxy, started for one run on loopback. */
import {makeCertificate} from './certificate.js'
import {honestPolicy} from './honest-policy.js'
import type {Policy} from '../spec/policy.js'
import {defaultIpTemplate, parseIpTemplate, type IpTemplate} from '../tunnel/ip-template.js'
import {parsePrefix} from './ip/prefix.js'
import {VirtualNetwork} from './ip/virtual/network.js'
import {POOLS} from './ip/virtual/plan.js'
import {listenEverywhere} from './listen.js'
import {serveProxy, type ServedProxy, type ServeOptions} from './serve.js'
import {AllowList} from './targets.js'

const ADDRESS = '127.0.0.1'

export interface EmbeddedProxy extends ServedProxy {
  readonly pin: Uint8Array
  readonly ipTemplate: IpTemplate
  /** Behind its IP tunnels: hosts to be asked, and a place for a responder. */
  readonly virtual: VirtualNetwork
}

/** @param spoil makes a faulty policy of the honest one */
export async function startEmbeddedProxy(
  platform: Pick<ServeOptions, 'binding' | 'net' | 'clock' | 'random'>,
  spoil: (honest: Policy) => Policy = honest => honest,
): Promise<EmbeddedProxy> {
  const {pin, ...identity} = await makeCertificate([ADDRESS, 'localhost'], platform.clock)
  // The responder of the same run is its target, and that is on loopback.
  const policy = spoil(honestPolicy(new AllowList([ADDRESS])))
  const virtual = new VirtualNetwork(platform.clock, platform.random.fork('virtual'))
  const ip = {network: virtual, pools: POOLS.map(parsePrefix)}
  const options = {...platform, ...identity, policy, ip, local: `${ADDRESS}:0`, random: platform.random.fork('proxy')}
  const served = serveProxy({...options, listener: await listenEverywhere(options)})
  return Object.assign(served, {pin, virtual, ipTemplate: parseIpTemplate(defaultIpTemplate(served.address))})
}
