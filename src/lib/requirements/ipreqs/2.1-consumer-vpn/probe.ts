import {rewritten} from '../../../stimuli/rewritten.js'
import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, observed, pass} from '../../../spec/verdict.js'
import type {Family} from '../../../wire/ip/address.js'
import type {IpPacket} from '../../../wire/ip/packet.js'
import requirement from './requirement.js'

interface SourceSeen {
  readonly family: Family
  readonly assigned: string
  /** Where the responder saw packets come from: an IP. */
  readonly seen: string
}

interface Seen {
  readonly families: readonly Family[]
  readonly sources: readonly SourceSeen[]
  /** Ours, towards the proxy; null: not known. */
  readonly own: string | null
  readonly proxy: string
}

/** For documentation, and nobody's in any tunnel. */
const ELSEWHERE = '192.0.2.200'

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const families = await tunnel.ready(signal)
    const sources: SourceSeen[] = []
    for (const family of families) {
      const [assigned, seen] = [tunnel.address(family), await tunnel.egress(signal, family)]
      if (assigned !== undefined && seen !== undefined) sources.push({family, assigned, seen: ipOf(seen)})
    }
    return {families, sources, own: rig.ownIp ?? null, proxy: ipOf(rig.proxyAddress)}
  },
  judge({families, sources, own, proxy}) {
    if (families.length === 0) return inconclusive('there is no tunnel with an address and a route to the responder')
    if (sources.length === 0) return inconclusive('the responder does not say where packets of the tunnel come from')
    const told = sources.map(({family, seen}) => `IPv${family} from ${seen}`).join(', ')
    const bare = sources.find(({seen}) => seen === own && seen !== proxy)
    if (bare) return concern(`the responder sees the client's own address: ${told}`)
    const same = sources.find(({seen}) => seen === own)
    if (same) return inconclusive(`client and proxy share ${same.seen}, so it cannot be told whose the responder sees`)
    const other = sources.find(({assigned, seen}) => seen !== assigned && seen !== proxy)
    if (other) {
      return observed(
        `the responder sees packets of ${told}, which is neither the tunnel's address (${other.assigned}) nor the proxy's: a translation, unless your network has this address`,
      )
    }
    return pass(`the responder sees packets of ${told}: not the client's address (${own ?? 'unknown here'})`)
  },
  silence: {families: [], sources: [], own: null, proxy: ''},
  faults: {
    'lets-the-responder-see-another-address-of-the-client': () => {
      let assigned: string | undefined
      return {
        ip: {
          packets: {
            recipients: 'everybody',
            rewrites: (packet, direction) =>
              rewritten(packet, seen => {
                if (direction === 'down') return assigned === undefined ? {} : ipv4({destination: assigned})
                if (isUdp(seen)) assigned = seen.source
                return isUdp(seen) ? ipv4({source: ELSEWHERE}) : {}
              }),
          },
        },
      }
    },
  },
})

/** Of IP and port. */
function ipOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
}

function ipv4<T>(change: T): {readonly 4: T} {
  return {4: change}
}

function isUdp(packet: IpPacket): boolean {
  return packet.version === 4 && packet.protocol === 17
}
