import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {HEADER, MIN_MTU} from '../../../wire/ip/v6.js'
import requirement from './requirement.js'

interface Seen {
  readonly hasIpv6: boolean
  /** The largest packet that fits on our side; 65535: capsules carry them. */
  readonly ourMtu: number
  readonly small: boolean
  readonly full: boolean
  /** A packet of 1280 octets reached the responder; null: nobody is there to be asked, or it was not needed. */
  readonly up: boolean | null
  readonly smallAfter: boolean
  readonly ending: EndingSeen | null
}

const ICMP_HEADER = 8
const FULL_DATA = MIN_MTU - HEADER - ICMP_HEADER
const SMALL_DATA = 1200 - HEADER - ICMP_HEADER
/** Fewer would leave it to luck whether one of them comes through a lossy path. */
const ATTEMPTS = 12

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const hasIpv6 = (await tunnel.ready(signal)).includes(6)
    // Connections find out by and by what fits.
    await rig.until(() => tunnel.ip.mtu >= MIN_MTU || tunnel.ending() !== null, rig.patienceMs, signal)
    const ourMtu = tunnel.ip.mtu
    const nothing: Seen = {hasIpv6, ourMtu, small: false, full: false, up: null, smallAfter: false, ending: null}
    if (!hasIpv6 || ourMtu < MIN_MTU) return {...nothing, ending: tunnel.ending()}
    const ask = (dataBytes: number): Promise<boolean> =>
      echoes(tunnel, signal, {family: 6, dataBytes, attempts: ATTEMPTS})
    const small = await ask(SMALL_DATA)
    const full = small && (await ask(FULL_DATA))
    if (full || !small) return {...nothing, small, full, ending: tunnel.ending()}
    const payload = rig.random.bytes(FULL_DATA)
    const packet = await tunnel.udpPacket(payload, signal, {family: 6})
    for (let attempt = 0; packet && attempt < ATTEMPTS; attempt++) await tunnel.send(packet)
    const up = packet ? ((await tunnel.arrived(payload, signal)) ?? null) : null
    return {...nothing, small, full, up, smallAfter: await ask(SMALL_DATA), ending: tunnel.ending()}
  },
  judge({hasIpv6, ourMtu, small, full, up, smallAfter, ending}) {
    if (!hasIpv6) return inconclusive('the tunnel has no IPv6, or nobody behind it can be asked')
    if (ourMtu < MIN_MTU) {
      return inconclusive(`our own connection carries packets of ${ourMtu} octets at most, so the limit may be ours`)
    }
    if (full) return pass(`an ICMPv6 echo of ${MIN_MTU} octets came back`)
    if (!small) return inconclusive('no echo of 1200 octets came back')
    if (ending) return inconclusive(`the tunnel ended meanwhile: ${ending.detail}`)
    if (!smallAfter) return inconclusive('echoes of 1200 octets fell silent meanwhile as well')
    const where =
      up === null ? '' : up ? '; upwards one arrived, so they are lost on the way to the client' : ' on the way up'
    return fail(
      `IPv6 packets of ${MIN_MTU} octets cross the tunnel`,
      `echoes of 1200 octets pass, and ${ATTEMPTS} of ${MIN_MTU} octets were lost${where}`,
    )
  },
  silence: {hasIpv6: true, ourMtu: MIN_MTU, small: false, full: false, up: null, smallAfter: false, ending: null},
  faults: {
    'loses-full-sized-packets-from-the-client': {
      ip: {packets: {filters: ({bytes}, direction) => direction === 'up' && bytes.length >= MIN_MTU}},
    },
    'loses-full-sized-packets-to-the-client': {
      ip: {packets: {filters: ({bytes}, direction) => direction === 'down' && bytes.length >= MIN_MTU}},
    },
  },
})
