/** Coming back: a second connection, when the first is closed, and whether the addresses are the same ones. */
import type {Transport} from '../../http/transport.js'
import type {OuterConnection} from '../../reach/connection.js'
import type {ReconnectFacts} from '../../report/ip-facts.js'
import {settlePlan, type ExamineContext} from './examine.js'
import {openAnother} from './open-session.js'
import {doing} from './tell.js'

export interface ReconnectContext extends Pick<
  ExamineContext,
  'platform' | 'options' | 'request' | 'beganMs' | 'onEvent'
> {
  /** undefined: there is none to be had. */
  readonly connect: () => Promise<{readonly connection: OuterConnection; readonly transport: Transport} | undefined>
}

/** Rejects only with the signal's reason. @param before what the first connection was given */
export async function reconnect(
  before: readonly string[],
  context: ReconnectContext,
  signal: AbortSignal,
): Promise<ReconnectFacts> {
  const {platform, options, request} = context
  doing(context, 'reconnect', options.timeoutMs)
  const connected = await context.connect()
  if (!connected) return none('no second connection could be opened', false)
  await using connection = connected.connection
  const plan = settlePlan(options, connection)
  const random = platform.random.fork('reconnect')
  const opened = await openAnother(
    {transport: connected.transport, request, clock: platform.clock, random, plan},
    signal,
  )
  if ('refusal' in opened) return none(opened.refusal, true)
  await using session = opened
  return compare(before, session.addresses)
}

function none(because: string, connected: boolean): ReconnectFacts {
  return {connected, addresses: [], same: 'unknown', because}
}

function compare(before: readonly string[], after: readonly string[]): ReconnectFacts {
  const facts = {connected: true, addresses: [...after]}
  if (before.length === 0 || after.length === 0) {
    return {...facts, same: 'unknown', because: 'there are no addresses to compare'}
  }
  const kept = after.filter(address => before.includes(address))
  if (kept.length === 0) return {...facts, same: 'no', because: 'all addresses are others'}
  return kept.length === after.length && after.length === before.length
    ? {...facts, same: 'yes', because: 'all addresses are the same'}
    : {...facts, same: 'no', because: `of ${after.length} addresses ${kept.length} are the same`}
}
