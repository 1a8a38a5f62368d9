import {defineProbe} from '../../../spec/probe.js'
import {Obstacle} from '../../../spec/rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

/** DNS, NTP, discovery, Teredo, IPsec through NAT, VXLAN in IP and GRE in UDP: what carries IP, or is often filtered. */
const PORTS = [53, 123, 1900, 3544, 4500, 4754, 4789]

interface Seen {
  /** Whether a tunnel opened to each port of the target, the usual one first; null: no answer. */
  readonly ports: readonly {readonly port: number; readonly opened: boolean | null; readonly status: number | null}[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {target, udp} = rig.place
    if (!target) {
      throw new Obstacle('inconclusive', 'only a target of your own may be asked for on these ports: name a responder')
    }
    const ports: Seen['ports'][number][] = []
    for (const port of [target.port, ...PORTS]) {
      const answer = await rig.ask({path: udp.expand({target_host: target.host, target_port: String(port)})}, signal)
      const status = answer.kind === 'success' || answer.kind === 'refused' ? answer.status : null
      const isLost = answer.kind === 'silence' || (answer.kind === 'ended' && answer.ending.by === 'network')
      ports.push({port, opened: isLost ? null : answer.kind === 'success', status})
      if (ports[0]?.opened === null) break
    }
    return {ports}
  },
  judge({ports}) {
    const [usual = {port: 0, opened: null}, ...rest] = ports
    if (usual.opened === null) return inconclusive('the request for a usual tunnel was not answered')
    const accepted = rest.filter(({opened}) => opened)
    const refused = rest.filter(({opened}) => opened === false)
    const silent = rest.filter(({opened}) => opened === null)
    if (!usual.opened && accepted.length === 0) {
      return inconclusive(`every port is refused, ${usual.port} of the target as well`)
    }
    if (silent.length > 0) return inconclusive(`requests were not answered for ports ${silent.map(nameOf).join(', ')}`)
    if (refused.length === 0) return observed(`tunnels open to each of the ports ${accepted.map(nameOf).join(', ')}`)
    if (accepted.length === 0) return observed(`tunnels open to none of the ports ${refused.map(nameOf).join(', ')}`)
    return observed(
      `tunnels open to the ports ${accepted.map(nameOf).join(', ')}, and not to ${refused.map(nameOf).join(', ')}`,
    )
  },
  silence: {ports: []},
  faults: {
    'keeps-vxlan-away': refusesPorts(4789, 4754),
    'keeps-all-of-them-away': refusesPorts(...PORTS),
  },
})

function nameOf({port, opened, status}: Seen['ports'][number]): string {
  return opened === false && status !== null ? `${port} (${status})` : String(port)
}

/** Faults only in the eyes of who wants those ports: policies differ, and the row tells them apart. */
function refusesPorts(...ports: readonly number[]): Parameters<typeof defineProbe>[0]['faults'][string] {
  const isRefused = (path: string): boolean => ports.some(port => path.endsWith(`/${port}/`))
  return {http: {admit: ({path}) => (isRefused(path) ? {status: 403, headers: []} : undefined)}}
}
