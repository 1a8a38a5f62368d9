/** Our program as users run it: another process, its JSON checked against the published schema. */
import {resultDocument, type ResultDocument} from '../../../src/lib/report/document.js'
import {ipFacts, type IpFacts} from '../../../src/lib/report/ip-facts.js'
import {udpFacts, type UdpFacts} from '../../../src/lib/report/udp-facts.js'
import {Running, SERVER_LIMIT_MS, type Ended} from './running.js'

export function masque(...args: readonly string[]): Running {
  return new Running(process.execPath, ['bin/run.js', ...args])
}

/** A server of ours, for all tests of a file. */
export function serve(...args: readonly string[]): Running {
  return new Running(process.execPath, ['bin/run.js', 'serve', ...args], {limitMs: SERVER_LIMIT_MS})
}

/** What came of a probe. */
export class Probed {
  constructor(
    readonly document: ResultDocument,
    readonly facts: UdpFacts,
    readonly ended: Ended,
  ) {}

  /** The last one: where localhost has two addresses, the peer listens on one of them. */
  get road(): ResultDocument['roads'][number] {
    return this.document.roads.at(-1)!
  }

  /** Exit code, then how far it came and who is to blame. */
  get short(): [exit: number | null, viability: string, blame: string | null] {
    return [this.ended.code, this.road.viability, this.road.blame]
  }

  /** The phase that failed and the code of its diagnosis. */
  get failure(): [phase: string, code: string | undefined] | undefined {
    const failed = this.road.attempts.find(({outcome}) => outcome === 'failed')
    return failed && [failed.phase, failed.diagnosis?.code]
  }

  get header(): (name: string) => string | undefined {
    return name => this.road.response?.headers.find(([key]) => key === name)?.[1]
  }
}

/** Over HTTP/3, unless told otherwise. */
export async function probeUdp(...args: readonly string[]): Promise<Probed> {
  const http = args.includes('--http') ? [] : ['--http', '3']
  return probed(await masque('probe', 'udp', ...args, ...http, '--json').ended)
}

export interface ProbedIp {
  readonly document: ResultDocument
  readonly road: ResultDocument['roads'][number]
  readonly facts: IpFacts
  readonly ended: Ended
}

export async function probeIp(...args: readonly string[]): Promise<ProbedIp> {
  const ended = await masque('probe', 'ip', ...args, '--json').ended
  const document = resultDocument.parse(JSON.parse(ended.stdout))
  return {document, road: document.roads.at(-1)!, facts: ipFacts.parse(document.facts), ended}
}

/** @throws Error if what it printed is no result */
export function probed(ended: Ended): Probed {
  try {
    const document = resultDocument.parse(JSON.parse(ended.stdout))
    return new Probed(document, udpFacts.parse(document.facts), ended)
  } catch (error) {
    const {code, stdout, stderr} = ended
    throw new Error(`no result (exit code ${code}):\n${stdout}\n${stderr}`, {cause: error})
  }
}
