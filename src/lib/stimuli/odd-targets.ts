/**
 * Requests for UDP tunnels whose variables are written in odd ways: what a proxy answers, and where a tunnel that it
 * opens leads. Each is framed by a good request, whose answer says whether a refusal means anything.
 */
import type {Answer, Rig} from '../spec/rig.js'
import {inconclusive, type Verdict} from '../spec/verdict.js'

/** As they are to stand in the path, percent-encoding and all. */
export interface Written {
  readonly host: string
  readonly port: string
}

export interface OddTarget extends Written {
  readonly name: string
}

export interface OddAnswer {
  readonly name: string
  readonly answer: Answer
  /** Of a tunnel that was opened: whether it leads to the target; null: not tried, or nobody is there to say. */
  readonly leads: boolean | null
}

export interface OddAnswers {
  readonly control: Answer
  readonly odd: readonly OddAnswer[]
}

const SILENCE: Answer = {kind: 'silence', waitedMs: 0}
export const NO_ODD_ANSWERS: OddAnswers = {control: SILENCE, odd: []}

/** Stand for the variables while the template is expanded: unreserved, so that they come out as they went in. */
const HOST = 'masque-host-goes-here'
const PORT = 'masque-port-goes-here'
/** An address for documentation (RFC 5737) and the discard port: nobody is reached. */
const NOBODY = {host: '192.0.2.1', port: 9}

/** Path and query with the variables just as they are given. */
export function pathFor({place}: Pick<Rig, 'place'>, {host, port}: Written): string {
  return place.udp.expand({target_host: HOST, target_port: PORT}).replace(HOST, host).replace(PORT, port)
}

/** The target, percent-encoded as a good client does; nobody, if there is none. */
export function goodTarget({place}: Pick<Rig, 'place'>): Written {
  const {host, port} = place.target ?? NOBODY
  return {host: encodeURIComponent(host), port: String(port)}
}

/** @param follow whether tunnels that open are tried: by an echo, which only the target answers */
export async function askOdd(
  rig: Rig,
  targets: readonly OddTarget[],
  {follow}: {readonly follow: boolean},
  signal: AbortSignal,
): Promise<OddAnswers> {
  const control = await rig.ask({}, signal)
  if (control.kind !== 'success') return {control, odd: []}
  const odd: OddAnswer[] = []
  for (const target of targets) {
    const path = pathFor(rig, target)
    const answer = await rig.ask({path}, signal)
    const leads =
      follow && answer.kind === 'success' && rig.place.target ? await leadsToTarget(rig, path, signal) : null
    odd.push({name: target.name, answer, leads})
  }
  return {control, odd}
}

async function leadsToTarget(rig: Rig, path: string, signal: AbortSignal): Promise<boolean> {
  await using tunnel = await rig.openUdp(signal, {path})
  return await tunnel.echo(signal, {attempts: 3})
}

/** Why nothing can be said, if a good request was not accepted. */
export function oddControlProblem({control}: OddAnswers): Verdict | undefined {
  if (control.kind === 'success') return undefined
  return inconclusive(`the proxy ${answerWords(control)} to a good request too, so that a refusal says nothing`)
}

/** For sentences: "the proxy …". */
export function answerWords(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return `answered ${answer.status}`
    case 'refused':
      return `answered ${answer.status}${answer.problem === null ? '' : `, which is no success as ${answer.problem}`}`
    case 'ended':
      return `gave no answer (${answer.ending.detail})`
    case 'silence':
      return `did not answer within ${answer.waitedMs} ms`
  }
}

/** A status of failure, or the peer gave the stream or the connection up. */
export function isRefusal(answer: Answer): boolean {
  if (answer.kind === 'ended') return answer.ending.by === 'peer'
  return answer.kind === 'refused' && answer.problem === null
}
