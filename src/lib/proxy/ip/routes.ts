/** Routes as RFC 9484 section 4.7.3 wants them: ranges in order, none overlapping, no more than the scope allows. */
import {family} from '../../wire/ip/address.js'
import {sorted, type IpRange} from '../../wire/connect-ip/route-advertisement.js'
import {blockOf, toAddress, toNumber, type Block, type Prefix} from './prefix.js'

/** What of `reachable` lies within `wanted` (undefined: all of it), for this protocol. */
export function routesWithin(
  reachable: readonly Prefix[],
  wanted: readonly Prefix[] | undefined,
  protocol: number | undefined,
): IpRange[] {
  const found = ([4, 6] as const).flatMap(of => {
    const isOf = ({address}: Prefix): boolean => family(address) === of
    const have = merged(reachable.filter(isOf).map(blockOf))
    const kept = wanted ? intersection(have, merged(wanted.filter(isOf).map(blockOf))) : have
    return kept.map(({start, end}) => ({
      start: toAddress(start, of),
      end: toAddress(end, of),
      protocol: protocol ?? 0,
    }))
  })
  return sorted(found)
}

/** Whether an address lies in one of the ranges: asked for every packet, so the numbers are made once. */
export function coverage(ranges: readonly IpRange[]): (address: string) => boolean {
  const blocks = {
    4: ranges.filter(({start}) => family(start) === 4).map(numbers),
    6: ranges.filter(({start}) => family(start) === 6).map(numbers),
  }
  return address => {
    const number = toNumber(address)
    return blocks[family(address)].some(({start, end}) => start <= number && number <= end)
  }
}

function numbers({start, end}: IpRange): Block {
  return {start: toNumber(start), end: toNumber(end)}
}

/** In order, and what touches is one. */
function merged(blocks: readonly Block[]): Block[] {
  const out: Block[] = []
  for (const block of blocks.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = out.at(-1)
    if (last && block.start <= last.end + 1n) {
      out[out.length - 1] = {start: last.start, end: block.end > last.end ? block.end : last.end}
    } else out.push(block)
  }
  return out
}

function intersection(left: readonly Block[], right: readonly Block[]): Block[] {
  return left.flatMap(a =>
    right
      .map(b => ({start: a.start > b.start ? a.start : b.start, end: a.end < b.end ? a.end : b.end}))
      .filter(({start, end}) => start <= end),
  )
}
