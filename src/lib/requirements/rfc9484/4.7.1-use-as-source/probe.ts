import {defineProbe} from '../../../spec/probe.js'
import type {Random} from '../../../spec/random.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {answered, entriesOf, familyOf, isGiven, request, requestIds, unasked} from '../../../stimuli/ip-addresses.js'
import {write} from '../../../wire/connect-ip/address-assign.js'
import type {EntrySeen} from '../../../stimuli/ip-addresses.js'
import {BITS, fromOctets, prefixRange, toOctets} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

/** In the middle of the prefix: all of a small one, as the one that works may be any of them. */
const SMALL = 16n
const SAMPLES = 3
/** Of each address: one that loses every echo looks like one that may not be used. */
const ATTEMPTS = 10

interface Seen {
  /** `address/length`; null: no prefix that covers more than one address was assigned. */
  readonly prefix: string | null
  readonly works: readonly {
    readonly from: string
    readonly where: 'inside' | 'first' | 'last'
    readonly answered: boolean
  }[]
  /** Whether another source than ours is seen behind the proxy; null: not known. */
  readonly isTranslated: boolean | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    let prefix = (await unasked(rig, tunnel, signal)).find(isWide)
    if (!prefix) {
      const [four = 1n, six = 2n] = requestIds(rig, 2)
      await request(tunnel, [
        {address: '0.0.0.0', prefixLength: 29, requestId: four},
        {address: '::', prefixLength: 64, requestId: six},
      ])
      await answered(rig, tunnel, [four, six], signal)
      prefix = entriesOf(tunnel).find(entry => isWide(entry) && rig.place.ipTarget[familyOf(entry)] !== undefined)
    }
    if (!prefix) return {prefix: null, works: [], isTranslated: null}
    const {start, end} = prefixRange(prefix.address, prefix.prefixLength)
    const inside = insideOf(prefix, rig.random)
    const sources = [
      ...inside.map(from => ({from, where: 'inside'}) as const),
      {from: start, where: 'first'} as const,
      {from: end, where: 'last'} as const,
    ]
    const works = await Promise.all(
      sources.map(async source => ({
        ...source,
        answered: await tunnel.echo(signal, {from: source.from, attempts: ATTEMPTS}),
      })),
    )
    const egress = await tunnel.egress(signal, familyOf(prefix))
    const isTranslated = egress === undefined ? null : !egress.includes(tunnel.address(familyOf(prefix)) ?? '')
    return {prefix: `${prefix.address}/${prefix.prefixLength}`, works, isTranslated}
  },
  judge({prefix, works, isTranslated}) {
    if (prefix === null) return inconclusive('no prefix that covers more than one address was assigned')
    const silent = works.filter(({answered: came}) => !came)
    if (silent.length === works.length) return inconclusive(`no echo came back from any address of ${prefix}`)
    const inside = silent.filter(({where}) => where === 'inside')
    if (inside.length > 0) {
      return observed(`of ${prefix} some addresses work and others do not: ${inside.map(({from}) => from).join(', ')}`)
    }
    if (isTranslated) return observed(`all of ${prefix} works, and packets leave the proxy from another address`)
    if (silent.length > 0) {
      return observed(
        `all of ${prefix} works but for its ${silent.map(({where, from}) => `${where} address ${from}`).join(' and ')}`,
      )
    }
    return pass(`echoes came back to all ${works.length} addresses of ${prefix} that were tried`)
  },
  silence: {prefix: null, works: [], isTranslated: null},
  faults: {
    'takes-packets-from-one-address-only': {
      ip: {
        addresses: {
          prefixLength: family => BITS[family],
          written: entries =>
            write(
              entries.map(entry => {
                const prefixLength = entry.address.includes(':') ? 64 : 29
                return {...entry, prefixLength, address: prefixRange(entry.address, prefixLength).start}
              }),
            ),
        },
      },
    },
  },
})

function isWide(entry: EntrySeen): boolean {
  return isGiven(entry) && entry.prefixLength < BITS[familyOf(entry)] - 1
}

/** Neither the first nor the last, which networks may have for themselves. */
function insideOf(prefix: EntrySeen, random: Random): string[] {
  const size = 1n << BigInt(BITS[familyOf(prefix)] - prefix.prefixLength)
  if (size > SMALL) return Array.from({length: SAMPLES}, () => anyOf(prefix, random))
  const first = toOctets(prefixRange(prefix.address, prefix.prefixLength).start)
  return Array.from({length: Number(size) - 2}, (_, index) => beyond(first, index + 1))
}

function anyOf({address, prefixLength}: EntrySeen, random: Random): string {
  const {start, end} = prefixRange(address, prefixLength)
  const octets = toOctets(start)
  const noise = random.bytes(octets.length)
  const mixed = octets.map((octet, index) => octet | ((noise[index] ?? 0) & hostMask(prefixLength, index)))
  const candidate = fromOctets(mixed)
  return candidate === start || candidate === end ? beyond(octets, 1) : candidate
}

function hostMask(prefixLength: number, index: number): number {
  return 0xff >> Math.min(8, Math.max(0, prefixLength - index * 8))
}

/** So many behind the first of a prefix, within its last octet. */
function beyond(octets: Uint8Array, count: number): string {
  return fromOctets(octets.map((octet, index) => (index === octets.length - 1 ? octet | count : octet)))
}
