/** The probe in this process, without the command around it: what it concludes of a bad server, for a tenth of the time. */
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import type {UdpProbeOptions} from '../../src/lib/probe/options.js'
import {probeUdp} from '../../src/lib/probe/udp.js'
import type {Road} from '../../src/lib/report/document.js'
import {systemClock as clock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'

export type Asked = Pick<UdpProbeOptions, 'count' | 'intervalMs' | 'timeoutMs' | 'datagrams'>

/** The last road to a proxy that is to be reached over HTTP/3. */
export async function travelledTo(address: string, pin: Uint8Array, asked: Asked): Promise<Road | undefined> {
  const binding = loadBinding()
  const platform = {clock, binding, random: seeded(1), net: new NativeNet(binding)}
  const options: UdpProbeOptions = {
    proxy: parseProxyAddress(address),
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'pin', pin}},
    aim: {kind: 'in-process'},
    headers: [],
    http: {versions: ['3'], named: true},
    sizes: false,
    wire: false,
    evidence: new Recorder(),
    ...asked,
  }
  const {roads} = await probeUdp(options, platform, () => undefined, new AbortController().signal)
  return roads.at(-1)?.road
}
