/** Answers as facts hold them, for tests of judges. */
import type {RawAnswer, RawHead, StreamOver} from '../../../src/lib/spec/raw-rig.js'
import type {Answer} from '../../../src/lib/spec/rig.js'
import type {EndingSeen} from '../../../src/lib/spec/tunnel-rig.js'
import type {Verdict} from '../../../src/lib/spec/verdict.js'
import type {Heard} from '../../../src/lib/stimuli/raw-asking.js'
import type {HeardH1} from '../../../src/lib/stimuli/raw-asking-h1.js'
import type {HeaderList} from '../../../src/lib/http/transport.js'

export const SUCCESS: Answer = {kind: 'success', status: 200, headers: [], interim: []}
export const SILENCE: Answer = {kind: 'silence', waitedMs: 7}

export function refused(status: number, headers: HeaderList = [], body = ''): Answer {
  return {kind: 'refused', status, headers, interim: [], body, problem: null}
}

export function ending(by: EndingSeen['by'], detail = 'it is gone', codeName: string | null = null): EndingSeen {
  return {by, how: 'connection-closed', scope: 'connection', code: null, codeName, detail}
}

export function endedBy(by: EndingSeen['by']): Answer {
  return {kind: 'ended', ending: ending(by)}
}

export function response(status: number, headers: HeaderList = []): RawAnswer {
  return {kind: 'response', status, headers, interim: []}
}

export function heard(answer: RawAnswer | null, later: StreamOver | null = null): Heard {
  return {answer, later}
}

export const ACCEPTED = heard(response(200))
export const UNHEARD = heard({kind: 'silence', waitedMs: 7})

export function over(how: StreamOver): Heard {
  return heard({kind: 'over', how})
}

export function reset(code: bigint, codeName = 'SOME_CODE'): StreamOver {
  return {how: 'reset', code: String(code), codeName}
}

export const CLOSED: StreamOver = {how: 'connection', ending: ending('peer')}
export const LOST: StreamOver = {how: 'connection', ending: ending('network')}

/** The first way in which a raw stream, other than with a status, is no tunnel. */
export const WITHDRAWN = heard(response(200), reset(1n))

export function heardH1(status: number | null, headers: HeaderList = []): HeardH1 {
  const head: RawHead = {
    text: '',
    status,
    version: '1.1',
    reason: '',
    headers,
    problem: status === null ? 'no status line' : null,
  }
  return {head, interim: [], ending: null}
}

export function closedH1(by: EndingSeen['by'] = 'peer'): HeardH1 {
  return {head: null, interim: [], ending: ending(by)}
}

/** Facts, the outcome they lead to, and words that tell which of several reasons it was. */
export type Case<Seen> = readonly [name: string, seen: Seen, outcome: Verdict['outcome'], words: string]
