/** What `probe webtransport` is told, and what comes of it. */
import type {HttpVersion} from '../../http/transport.js'
import type {Road} from '../../report/document.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import type {MeasuredFacts, WebTransportFacts} from '../../report/webtransport-facts.js'
import type {UdpTemplate} from '../../tunnel/template.js'
import type {UdpProbeOptions} from '../options.js'

export interface WebTransportProbeOptions extends Omit<UdpProbeOptions, 'burst' | 'altSvc' | 'via'> {
  /** Where sessions are to be had, and datagrams are echoed. */
  readonly sessionPath: string
}

/** Filled as the run goes on; interrupted, it is what was found so far. */
export interface Findings {
  readonly tunnel: {
    carrier: WebTransportFacts['tunnel']['carrier']
    payload: PayloadFacts | undefined
    target: string | null
    alone: MeasuredFacts
    beside: MeasuredFacts[]
    after: MeasuredFacts
  }
  readonly session: {
    http: HttpVersion
    checkedBy: WebTransportFacts['session']['checkedBy']
    announced: WebTransportFacts['session']['announced']
    answer: WebTransportFacts['session']['answer']
    limitBytes: number | null
    sizes: WebTransportFacts['session']['sizes']
    alone: MeasuredFacts
    beside: MeasuredFacts[]
    after: MeasuredFacts
  }
  library: WebTransportFacts['library']
  remarks: string[]
}

export interface WebTransportResult {
  readonly template: UdpTemplate
  readonly path: string
  readonly embedded: boolean
  readonly http: HttpVersion
  readonly roads: readonly Road[]
  readonly findings: Findings
  readonly interrupted: boolean
}
