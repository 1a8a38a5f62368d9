/** One way for a CONNECT-IP proxy to be bad, and what the command must make of it. */
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Fault, Viability} from '../../../src/lib/report/document.js'
import type {IpScript} from '../../support/bad-server/ip.js'

export interface IpCase {
  /** What the proxy does, as a sentence about it: "assigns host bits". */
  readonly name: string
  readonly script: IpScript
  /** The only versions in which it can be done so; by default all. */
  readonly http?: readonly HttpVersion[]
  readonly args?: readonly string[]
  readonly expected: readonly [exit: number, viability: Viability, blame: Fault | null]
  /** What whoever sits there has to read, or why the facts tell of it. */
  readonly says: RegExp
}

/** It has to be given up, and the proxy broke the rule. */
export const BREACH: IpCase['expected'] = [3, 'accepted', 'proxy']
/** Nothing could be shown, and nobody is accused. */
export const NOTHING_SHOWN: IpCase['expected'] = [3, 'accepted', 'unknown']
export const CARRIES: IpCase['expected'] = [0, 'carries-both-ways', null]
