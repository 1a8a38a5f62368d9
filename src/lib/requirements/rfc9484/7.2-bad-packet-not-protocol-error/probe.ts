import {echoPacket} from '../../../stimuli/echo-packet.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {family as familyOf} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface CaseSeen {
  readonly what: string
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  readonly before: boolean
  readonly cases: readonly CaseSeen[]
}

const FORGED = {4: '203.0.113.77', 6: '2001:db8:ffff::77'} as const

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const [family] = await tunnel.ready(signal)
    const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
    if (!before || source === undefined || destination === undefined) return {before, cases: []}
    const cases: CaseSeen[] = []
    for (const [what, packet] of Object.entries(badPackets({source, destination}, rig))) {
      await tunnel.send(packet)
      const after = await echoes(tunnel, signal)
      cases.push({what, after, ending: tunnel.ending()})
      if (tunnel.ending()) break
    }
    return {before, cases}
  },
  judge({before, cases}) {
    if (!before || cases.length === 0) return inconclusive('no echo crossed the tunnel before')
    const closed = cases.find(({ending}) => ending?.by === 'peer')
    if (closed) {
      return fail('the stream stays open', `the proxy ended it after ${closed.what}: ${closed.ending?.detail ?? ''}`)
    }
    const lost = cases.find(({after}) => !after)
    if (lost) return inconclusive(`the tunnel fell silent after ${lost.what}, which loss alone can explain`)
    return pass(`the tunnel went on working after ${cases.map(({what}) => what).join(', ')}`)
  },
  silence: {before: false, cases: []},
  faults: {
    'ends-the-tunnel-for-what-is-malformed': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'malformed' ? 'abort' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
    'ends-the-tunnel-for-a-forged-source': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'spoofed-source' ? 'abort' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
  },
})

function badPackets(
  ends: {readonly source: string; readonly destination: string},
  {random}: Rig,
): Readonly<Record<string, Uint8Array>> {
  const good = (): Uint8Array => echoPacket(ends, random).packet
  const first = (octet: number): Uint8Array => good().with(0, octet)
  const family = familyOf(ends.source)
  const forged = echoPacket({...ends, source: FORGED[family]}, random).packet
  const common = {
    'IP version 0': first(0x05),
    'IP version 5': first(0x55),
    'IP version 15': first(0xf5),
    'a header that is cut off': good().subarray(0, 12),
    'a forged source': forged,
  }
  if (family === 6) return common
  const checksum = good()
  checksum[10] = (checksum[10] ?? 0) ^ 0xff
  return {...common, 'a wrong header checksum': checksum, 'a header length of 16 octets': first(0x44)}
}
