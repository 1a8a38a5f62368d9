/** The result of `probe chain` as the result document has it. Every fact here is documented in docs/probe-chain.md. */
import {round} from '../../reach/phases.js'
import type {ChainFacts, ChainHopFacts} from '../../report/chain-facts.js'
import type {ResultDocument} from '../../report/document.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import {EXIT, LABELS, type RunVerdict} from '../../spec/verdict.js'
import {formatTarget} from '../../tunnel/target.js'
import {documentHead, type RunInfo} from '../result.js'
import {factsOf} from '../road-facts.js'
import type {TravelledRoad} from '../road.js'
import type {ChainHop, ChainResult} from './chain.js'

/** RFC 9000 section 14. */
const QUIC_BYTES = 1200

export function chainDocument(result: ChainResult, info: RunInfo): ResultDocument {
  const {hops, roads} = result
  const verdict = verdictOf(result)
  const [first, last] = [hops[0], hops.at(-1)]
  return {
    ...documentHead(info),
    proxy: {
      template: last?.hop.template.text ?? '',
      authority: last?.hop.template.authority ?? '',
      addresses: first?.travelled?.road.address ? [first.travelled.road.address] : [],
    },
    roads: roads.map(({road}) => road),
    facts: chainFactsOf(result),
    results: [],
    summary: Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, 0])),
    verdict,
    exitCode: EXIT[verdict],
    warnings: [...info.warnings],
  }
}

function verdictOf({hops, interrupted}: ChainResult): RunVerdict {
  if (interrupted) return 'interrupted'
  if (hops.some(({travelled}) => travelled?.road.blame === 'masque')) return 'broken'
  return hops.every(({travelled}) => travelled && carries(travelled)) ? 'met' : 'inconclusive'
}

function carries({road, exchange}: TravelledRoad): boolean {
  return road.viability === 'carries-both-ways' && !exchange?.stopped
}

function chainFactsOf({hops, roads}: ChainResult): ChainFacts {
  const target = hops.find(({travelled}) => travelled)?.travelled?.target
  return {
    hops: hops.map((hop, index) => hopFacts(hop, hops[index - 1])),
    target: target ? formatTarget(target) : null,
    roads: roads.map(factsOf),
  }
}

function hopFacts({hop, travelled}: ChainHop, before: ChainHop | undefined): ChainHopFacts {
  const rttMs = travelled?.exchange?.figures.rttMs ?? null
  const beforeMs = before?.travelled?.exchange?.figures.rttMs?.median
  const payloadBytes = payloadOf(travelled?.payload)
  const outside = payloadOf(before?.travelled?.payload).upFrame
  return {
    proxy: hop.template.authority,
    embedded: hop.embedded,
    http: travelled?.road.http ?? null,
    carries: !travelled ? 'unknown' : carries(travelled) ? 'yes' : 'no',
    because: travelled?.exchange?.because ?? travelled?.road.diagnosis?.meaning ?? null,
    openedAfterMs: travelled ? openedAfter(travelled) : null,
    rttMs,
    addedRttMs: rttMs && beforeMs !== undefined ? round(rttMs.median - beforeMs) : null,
    rate: travelled?.rate ?? null,
    payloadBytes,
    takenBytes: outside !== null && payloadBytes.upFrame !== null ? outside - payloadBytes.upFrame : null,
    quic: quicFits(payloadBytes),
  }
}

function payloadOf(payload: PayloadFacts | undefined): ChainHopFacts['payloadBytes'] {
  return {
    upFrame: payload?.up.frame?.largestBytes ?? null,
    downFrame: payload?.down.frame?.largestBytes ?? null,
    upCapsule: payload?.up.capsule?.largestBytes ?? null,
    downCapsule: payload?.down.capsule?.largestBytes ?? null,
  }
}

/** Downwards it is the proxy's choice what an answer comes in: either will do for what goes up in capsules. */
function quicFits({upFrame, downFrame, upCapsule, downCapsule}: ChainHopFacts['payloadBytes']): ChainHopFacts['quic'] {
  const fits = (bytes: number | null): boolean => bytes !== null && bytes >= QUIC_BYTES
  if (fits(upFrame) && fits(downFrame)) return 'in-frames'
  if ((fits(upFrame) || fits(upCapsule)) && (fits(downFrame) || fits(downCapsule))) return 'in-capsules'
  const known = (upFrame ?? upCapsule) !== null && (downFrame ?? downCapsule) !== null
  return known ? 'no' : 'unknown'
}

function openedAfter({road: {attempts}}: TravelledRoad): number | null {
  const begin = attempts.find(({phase}) => phase !== 'names')
  const end = attempts.find(({phase, outcome}) => phase === 'response' && outcome === 'ok')
  return begin && end ? round(end.startMs + end.durationMs - begin.startMs) : null
}
