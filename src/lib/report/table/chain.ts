/** What `probe chain` found, for people: a line a proxy, then the same in a sentence. */
import type {ChainFacts, ChainHopFacts} from '../chain-facts.js'
import type {ReportTarget} from '../reporter.js'
import {escape} from '../../style/escape.js'
import {wrap} from './lines.js'

const COLUMNS = [
  ['rtt', 9],
  ['added', 9],
  ['up', 7],
  ['down', 7],
  ['taken', 7],
  ['echoes/s', 10],
] as const
const QUIC: Readonly<Record<ChainHopFacts['quic'], string>> = {
  'in-frames': 'fits',
  'in-capsules': 'in capsules only',
  no: 'does not fit',
  unknown: 'not known',
}

export function chainLines({hops}: ChainFacts, {style, columns}: ReportTarget): string[] {
  const width = Math.max(...hops.map(({proxy}) => proxy.length), 'through'.length) + 2
  const cells = (texts: readonly string[]): string =>
    texts.map((text, index) => text.padStart(COLUMNS[index]?.[1] ?? 0)).join('')
  const head = `  ${''.padEnd(2)}${'through'.padEnd(width)}HTTP ${cells(COLUMNS.map(([name]) => name))}  QUIC inside`
  const lines = hops.map(hop => {
    const {carries, proxy, http, quic} = hop
    const mark = style.mark(carries === 'yes' ? 'pass' : carries === 'no' ? 'fail' : 'inconclusive')
    return `  ${mark} ${escape(proxy).padEnd(width)}${(http ?? '-').padEnd(5)}${cells(figures(hop))}  ${QUIC[quic]}`
  })
  const note =
    'rtt: median to the responder, in ms, through all proxies up to this one. up, down: the largest payload in frames (c: in capsules); taken: what this proxy takes from that.'
  return [style.dim(head), ...lines, ...wrap(note, '    ', columns).map(line => style.dim(line))]
}

function figures({rttMs, addedRttMs, payloadBytes, takenBytes, rate}: ChainHopFacts): string[] {
  const ms = (value: number | null | undefined): string => value?.toFixed(2) ?? '-'
  return [
    ms(rttMs?.median),
    ms(addedRttMs),
    octets(payloadBytes.upFrame, payloadBytes.upCapsule),
    octets(payloadBytes.downFrame, payloadBytes.downCapsule),
    String(takenBytes ?? '-'),
    String(rate?.echoesPerSecond ?? '-'),
  ]
}

function octets(inFrames: number | null, inCapsules: number | null): string {
  if (inFrames !== null) return String(inFrames)
  return inCapsules === null ? '-' : `${inCapsules}c`
}

/** The last line. */
export function ofChain({hops}: ChainFacts): string {
  const failing = hops.findIndex(({carries}) => carries !== 'yes')
  const bad = hops[failing]
  if (bad) {
    const because = bad.because === null ? '' : `: ${bad.because}`
    return `Does not get through proxy ${failing + 1} of ${hops.length} (${bad.proxy})${because}.`
  }
  const {upFrame, downFrame} = hops.at(-1)?.payloadBytes ?? {upFrame: null, downFrame: null}
  const left =
    upFrame === null || downFrame === null ? '' : `; ${upFrame} octets up and ${downFrame} down are left in frames`
  return `Carries both ways through ${hops.length === 1 ? 'one proxy' : `${hops.length} proxies, one inside the other`}${left}.`
}
