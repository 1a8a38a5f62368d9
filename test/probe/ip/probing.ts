/** One run of `probe ip` against one proxy, in a world of its own. */
import {beforeAll} from 'vitest'
import type {IpProbeOptions} from '../../../src/lib/probe/ip/options.js'
import type {TestCertificate} from '../../support/certificate.js'
import {proxyCertificate} from '../world.js'
import {IpWorld, type ProbedIp, type ProxyOptions} from './ip-world.js'

export let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

type WorldOptions = ConstructorParameters<typeof IpWorld>[1]

export async function probe(
  proxy: ProxyOptions,
  options: Partial<IpProbeOptions> = {},
  world: WorldOptions = {},
): Promise<ProbedIp & {readonly world: IpWorld}> {
  const here = new IpWorld(identity, world)
  here.serve(proxy)
  return Object.assign(await here.probe(options), {world: here})
}
