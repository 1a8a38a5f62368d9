/** The result of `probe webtransport` as the result document has it. Every fact is in docs/probe-webtransport.md. */
import type {ResultDocument} from '../../report/document.js'
import type {WebTransportFacts} from '../../report/webtransport-facts.js'
import {EXIT, LABELS, type RunVerdict} from '../../spec/verdict.js'
import {documentHead, type RunInfo} from '../result.js'
import {conclude} from './conclude.js'
import type {WebTransportResult} from './options.js'

const NOT_KNOWN = [
  'whether both would share one connection: the library makes one of its own for each session',
  'why a session of the library fails: it says only that it does; our own request is answered beside it',
  'which way datagrams of a session were lost, and how many its other end dropped: an echo tells neither',
  'how a session behaves with credentials: the library sends no fields of ours (-H, -u, --bearer-file)',
]

export function webTransportDocument(result: WebTransportResult, info: RunInfo): ResultDocument {
  const {template, roads} = result
  const facts = factsOf(result)
  const verdict = verdictOf(result, facts)
  return {
    ...documentHead(info),
    proxy: {
      template: template.text,
      authority: template.authority,
      addresses: roads.flatMap(({address}) => address ?? []),
    },
    roads: [...roads],
    facts,
    results: [],
    summary: Object.fromEntries(LABELS.map(label => [label === 'not-applicable' ? 'notApplicable' : label, 0])),
    verdict,
    exitCode: EXIT[verdict],
    warnings: [...info.warnings],
  }
}

/** No RFC demands that the two get along: there is nothing to violate. */
function verdictOf({interrupted, roads}: WebTransportResult, {conclusion}: WebTransportFacts): RunVerdict {
  if (interrupted) return 'interrupted'
  if (roads.some(({blame}) => blame === 'masque')) return 'broken'
  return conclusion === 'side-by-side' ? 'met' : 'inconclusive'
}

function factsOf({path, embedded, http, findings}: WebTransportResult): WebTransportFacts {
  const {tunnel, session, library, remarks} = findings
  const {carrier, payload, target, ...tunnelTimes} = tunnel
  const {limitBytes, sizes, checkedBy, announced, answer, ...sessionRest} = session
  const {http: sessionHttp, ...sessionTimes} = sessionRest
  const echoed = sizes.filter(({answered}) => answered > 0).map(({bytes}) => bytes)
  return {
    embeddedProxy: embedded,
    ...conclude({tunnel, session: {...session, path}}),
    tunnel: {
      http,
      target,
      carrier,
      payloadBytes: {
        upFrame: payload?.up.frame?.largestBytes ?? null,
        downFrame: payload?.down.frame?.largestBytes ?? null,
        upCapsule: payload?.up.capsule?.largestBytes ?? null,
        downCapsule: payload?.down.capsule?.largestBytes ?? null,
      },
      ...tunnelTimes,
    },
    session: {
      http: sessionHttp,
      path,
      carrier: sessionHttp === '3' ? 'frame' : 'capsule',
      checkedBy,
      announced,
      answer,
      libraryLimitBytes: limitBytes,
      largestEchoedBytes: echoed.length > 0 ? Math.max(...echoed) : null,
      sizes: [...sizes],
      ...sessionTimes,
    },
    library,
    remarks,
    notKnown: NOT_KNOWN,
  }
}
