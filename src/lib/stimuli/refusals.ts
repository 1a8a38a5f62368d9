/**
 * Requests that a proxy has to refuse, each for a reason of its own, and one that it should not: what rows about the
 * answers themselves look through. None of them leads a packet anywhere.
 */
import type {HeaderList} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'

export interface AnswerSeen {
  /** What was asked for, in words. */
  readonly asked: string
  readonly kind: 'tunnel' | 'refusal'
  readonly status: number
  readonly headers: HeaderList
}

/** Never given to anybody (RFC 6761 section 6.4). */
const NO_SUCH_NAME = 'no-such-name.invalid'

/** Those that were answered. */
export async function provokeAnswers(rig: Rig, signal: AbortSignal): Promise<readonly AnswerSeen[]> {
  const {udp} = rig.place
  const to = (target_host: string, target_port: string): string => udp.expand({target_host, target_port})
  const requests = [
    {asked: 'a tunnel to the target', change: {}},
    {asked: `a tunnel to ${NO_SUCH_NAME}`, change: {path: to(NO_SUCH_NAME, '9')}},
    {asked: 'a tunnel to port 0', change: {path: to('192.0.2.1', '0')}},
    {asked: 'a tunnel to an empty host', change: {path: to('', '9')}},
    {asked: 'a protocol that nobody knows', change: {protocol: 'masque-test'}},
  ]
  const seen: AnswerSeen[] = []
  for (const {asked, change} of requests) {
    const answer = await rig.ask(change, signal)
    if (answer.kind !== 'success' && answer.kind !== 'refused') continue
    const kind = answer.kind === 'success' ? 'tunnel' : 'refusal'
    seen.push({asked, kind, status: answer.status, headers: answer.headers})
  }
  return seen
}

/** The lines of a field, in order. */
export function linesOf(headers: HeaderList, name: string): readonly string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
}
