/** From what was counted to what may be said. What was lost is told with how often it was tried, and nobody is accused. */
import type {Carrier} from '../../http/transport.js'
import type {PayloadSize, PayloadWay} from '../../report/payload-facts.js'
import type {Budget} from './estimate.js'
import type {Hunt} from './hunt.js'
import {CONTROL_BYTES} from './lane.js'
import {SURE} from './search.js'
import type {SumItem} from './sum.js'
import type {SizeCounts, Tally} from './tally.js'

export type Direction = 'up' | 'down'

export interface Hunted {
  readonly direction: Direction
  /** Upwards what the questions travelled in, downwards what the answers did. */
  readonly carrier: Carrier
  readonly hunt: Hunt
  readonly tally: Tally
  /** The largest asked for. */
  readonly ceilingBytes: number
}

export interface Surroundings {
  readonly budget: Budget
  readonly isInterrupted: boolean
  /** All frames that our engine took were sent by it. */
  readonly allFramesLeft: boolean
  /** What keeps a frame of ours from being larger; undefined: there are no frames. */
  readonly frames?: {readonly limit: 'proxy-setting' | 'our-engine' | 'outer-path'; readonly outerMtuBytes: number}
  sumOf(direction: Direction, carrier: Carrier, payloadBytes: number): readonly SumItem[] | undefined
}

export function conclude(hunted: Hunted, around: Surroundings): PayloadWay {
  const {direction, carrier, tally} = hunted
  const {sizes} = tally
  const largest = sizes.filter(size => isCarried(size, hunted)).at(-1)
  const lost = smallestLost(hunted, largest)
  const {limitedBy, because} = limit(hunted, largest, lost, around)
  return {
    largestBytes: largest?.bytes ?? null,
    smallestLostBytes: lost?.bytes ?? null,
    limitedBy,
    because,
    sum: largest ? [...(around.sumOf(direction, carrier, largest.bytes) ?? [])] : null,
    sizes: sizes.map(size => sizeFacts(size, carrier, around)),
  }
}

/** Upwards it is enough that it arrived: the answer may have been lost. */
function isCarried({returned, arrived, carriers}: SizeCounts, {direction, carrier}: Hunted): boolean {
  return direction === 'up' ? returned > 0 || (arrived ?? 0) > 0 : carriers.includes(carrier)
}

/** Never without a smaller one that was carried, nor after everything had fallen silent. */
function smallestLost(hunted: Hunted, largest: SizeCounts | undefined): SizeCounts | undefined {
  const {hunt, tally} = hunted
  const found = hunt.search.smallestLost
  if (!largest || !found?.sure || hunt.stuck === 'silent') return undefined
  const size = tally.sizes.find(({bytes, returned}) => bytes === found.bytes && returned === 0)
  return size && size.bytes > largest.bytes && !isCarried(size, hunted) && size.accepted >= SURE ? size : undefined
}

type Limit = Pick<PayloadWay, 'limitedBy' | 'because'>

function limit(
  {direction, carrier, hunt, tally, ceilingBytes}: Hunted,
  largest: SizeCounts | undefined,
  lost: SizeCounts | undefined,
  around: Surroundings,
): Limit {
  if (!largest) return {limitedBy: 'unknown', because: nothing(direction, carrier, tally)}
  const other = tally.sizes.find(({bytes, returned}) => bytes > largest.bytes && returned > 0)
  if (direction === 'down' && other) return {limitedBy: 'beyond-us', because: otherCarrier(carrier, other.bytes)}
  if (lost) return lostLimit({direction, carrier, hunt}, largest, lost)
  const unfinished = whyUnfinished(hunt, around)
  if (unfinished !== undefined) return {limitedBy: 'unknown', because: unfinished}
  const {frames} = around
  if (direction === 'down' || carrier === 'capsule' || !frames || largest.bytes >= ceilingBytes) {
    return {limitedBy: 'search', because: `nothing larger than ${largest.bytes} octets was tried`}
  }
  return {limitedBy: frames.limit, because: frameWords(frames)}
}

function nothing(direction: Direction, carrier: Carrier, tally: Tally): string {
  const control = tally.sizes.find(({bytes}) => bytes === CONTROL_BYTES)
  const tries = control?.tries ?? 0
  if (tries === 0) return `no tunnel was opened for ${carrier}s`
  const seen = control?.arrived ?? null
  const way = `${tries} datagrams of ${CONTROL_BYTES} octets in ${carrier}s`
  if (seen === 0) return `of ${way} none reached the responder`
  const also = seen === null ? '' : `, though ${seen} reached the responder`
  return direction === 'up' || seen === null
    ? `of ${way} none was answered${also}`
    : `of ${way} no answer came back${also}`
}

function otherCarrier(carrier: Carrier, bytes: number): string {
  return carrier === 'frame'
    ? `answers of ${bytes} octets came in capsules, though smaller ones in frames: what does not fit should rather be dropped (RFC 9298 section 6.1)`
    : `answers of ${bytes} octets came in frames`
}

function lostLimit(
  {direction, carrier, hunt: {ending}}: Pick<Hunted, 'direction' | 'carrier' | 'hunt'>,
  largest: SizeCounts,
  lost: SizeCounts,
): Limit {
  const {bytes, accepted, ended, refused, arrived} = lost
  if (direction === 'down' && refused > 0) {
    const because = `the responder's own system refused to send ${bytes} octets: it knows of a smaller MTU on its way to the proxy`
    return {limitedBy: 'responder-system', because}
  }
  const what = direction === 'up' ? `${bytes} octets did not arrive` : `answers of ${bytes} octets did not come back`
  const known =
    direction === 'down' && arrived !== null && arrived > 0 ? ` (the responder saw ${arrived} of the questions)` : ''
  const framed = `in ${accepted} tries${known}, while ${largest.bytes} did`
  const tunnel =
    ended === 0
      ? ''
      : `; the tunnel ended ${ended} times when this was sent${ending === undefined ? '' : ` (${ending})`}`
  return {limitedBy: 'beyond-us', because: `${what} ${framed}: lost ${whereLost(direction, carrier)}${tunnel}`}
}

/** Nobody else's loss stands in between only where the stream carries it to the proxy, and it is sent again. */
function whereLost(direction: Direction, carrier: Carrier): string {
  if (direction === 'down') return 'before the proxy, in it, or on the way to us'
  return carrier === 'capsule' ? 'in the proxy or behind it' : 'on the way to the proxy, in it, or behind it'
}

function whyUnfinished({stuck, search}: Hunt, {budget, isInterrupted}: Surroundings): string | undefined {
  if (search.complete) return undefined
  const soFar = 'larger ones may pass as well'
  if (isInterrupted) return `there was no time to search further: ${soFar}`
  if (stuck === 'silent') return `nothing was answered any more, whatever the size: ${soFar}`
  if (stuck === 'tunnels') return `too many tunnels ended: ${soFar}`
  if (budget.isSpent) return `as many datagrams were sent as a search may send: ${soFar}`
  return `too much was lost to tell: ${soFar}`
}

function frameWords({limit: what, outerMtuBytes}: NonNullable<Surroundings['frames']>): string {
  switch (what) {
    case 'our-engine':
      return `more does not fit into the largest outer datagrams that our engine sends (${outerMtuBytes} octets)`
    case 'outer-path':
      return `more does not fit into the outer datagrams that our engine found the path to the proxy to carry (${outerMtuBytes} octets)`
    case 'proxy-setting':
      return 'more does not fit into what the proxy announced that it takes (max_datagram_frame_size, max_udp_payload_size)'
  }
}

function sizeFacts(
  {bytes, tries, accepted, arrived, returned, refused, ended, carriers}: SizeCounts,
  carrier: Carrier,
  {allFramesLeft}: Surroundings,
): PayloadSize {
  const isKnown = returned > 0 || (arrived ?? 0) > 0 || (carrier === 'frame' && allFramesLeft)
  const left = accepted === 0 ? 'no' : isKnown ? 'yes' : 'unknown'
  return {bytes, tries, accepted, left, arrived, returned, cameIn: [...carriers], refused, endedTunnels: ended}
}
