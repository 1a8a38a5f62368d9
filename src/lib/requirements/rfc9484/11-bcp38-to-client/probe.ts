import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {Cursor} from '../../../wire/cursor.js'
import {WireError} from '../../../wire/error.js'
import {isInPrefix, toOctets} from '../../../wire/ip/address.js'
import {read} from '../../../wire/ip/packet.js'
import requirement from './requirement.js'

interface Seen {
  /** Echoes came back through both tunnels. */
  readonly control: boolean
  /** Destinations of packets that were not for the tunnel they came out of. */
  readonly unicast: readonly string[]
  readonly groups: readonly string[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const [one, two] = [await rig.openIp(signal), await rig.openIp(signal)]
    // While each hears its own answers, the other must not.
    const answered = [await echoes(one, signal), await echoes(two, signal), await echoes(one, signal)]
    const foreign = [...new Set([...strays(one), ...strays(two)])]
    return {
      control: answered.every(Boolean),
      unicast: foreign.filter(address => !isGroup(address)),
      groups: foreign.filter(isGroup),
    }
  },
  judge({control, unicast, groups}) {
    if (unicast.length > 0) {
      const actual = `a tunnel of ours received packets for ${unicast.join(', ')}, which it does not have`
      return fail('only packets for addresses of the tunnel', actual)
    }
    if (!control) return inconclusive('not even packets for our own addresses arrived')
    if (groups.length > 0)
      return observed(`besides packets for its own address, a tunnel received some for ${groups.join(', ')}`)
    return pass('of two tunnels of ours, each received what was for its own addresses, and nothing else')
  },
  silence: {control: false, unicast: [], groups: []},
  faults: {
    'reads-one-device-for-all': {ip: {packets: {recipients: 'everybody'}}},
  },
})

function strays({arrivals, ip}: IpRig): readonly string[] {
  return arrivals.flatMap(arrival => {
    if (arrival.kind !== 'datagram' || arrival.bytes[0] !== 0) return []
    const destination = destinationOf(arrival.bytes.subarray(1))
    const isOurs = (address: string): boolean =>
      ip.state.assignedToUs.some(prefix => isInPrefix(address, prefix.address, prefix.prefixLength))
    return destination === undefined || isOurs(destination) ? [] : [destination]
  })
}

function destinationOf(bytes: Uint8Array): string | undefined {
  try {
    return read(new Cursor(bytes)).destination
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** Multicast and broadcast. */
function isGroup(address: string): boolean {
  const [first = 0] = toOctets(address)
  return address.includes(':') ? first === 0xff : first >= 224
}
