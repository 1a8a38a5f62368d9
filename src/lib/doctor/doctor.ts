/** `masque doctor`: is it me or is it the proxy? All checks, one after the other, each within its time. */
import type {Check, DoctorDocument} from '../report/doctor-document.js'
import {deadline, TimeoutError, unlessAborted, type Clock} from '../spec/clock.js'
import {EXIT} from '../spec/verdict.js'
import {ancillary} from './checks/ancillary.js'
import {clock} from './checks/clock.js'
import {loopback} from './checks/loopback.js'
import {capture, namespaces, rawSockets} from './checks/privileges.js'
import {engine, glibc, node} from './checks/programs.js'
import {completion, configuration, variables} from './checks/settings.js'
import {buffers, offload} from './checks/sockets.js'
import {pathMtu, proxyClock, proxyHandshake, proxyName, proxyUdp} from './checks/way.js'
import type {Context} from './context.js'
import {failed, type Finding} from './finding.js'

interface Examination {
  readonly id: string
  readonly needed: boolean
  readonly look: (context: Context) => Promise<Finding>
}

const HERE: readonly Examination[] = [
  {id: 'node', needed: true, look: node},
  {id: 'engine', needed: true, look: engine},
  {id: 'glibc', needed: true, look: glibc},
  {id: 'loopback', needed: true, look: loopback},
  {id: 'ancillary', needed: false, look: ancillary},
  {id: 'clock', needed: false, look: clock},
  {id: 'buffers', needed: false, look: buffers},
  {id: 'offload', needed: false, look: offload},
  {id: 'raw-sockets', needed: false, look: rawSockets},
  {id: 'capture', needed: false, look: capture},
  {id: 'namespaces', needed: false, look: namespaces},
  {id: 'configuration', needed: true, look: configuration},
  {id: 'variables', needed: false, look: variables},
  {id: 'completion', needed: false, look: completion},
]

const THERE: readonly Examination[] = [
  {id: 'proxy-name', needed: true, look: proxyName},
  {id: 'proxy-udp', needed: true, look: proxyUdp},
  {id: 'proxy-handshake', needed: true, look: proxyHandshake},
  {id: 'path-mtu', needed: false, look: pathMtu},
  {id: 'proxy-clock', needed: false, look: proxyClock},
]

const EACH_MS = 10_000

export async function examine(
  context: Context,
  {
    clock: time,
    toProxy,
    onCheck,
  }: {readonly clock: Clock; readonly toProxy: boolean; readonly onCheck: (check: Check) => void},
): Promise<readonly Check[]> {
  const checks: Check[] = []
  const tell = (examination: Examination, finding: Finding): void => {
    const check = {id: examination.id, needed: examination.needed, ...finding}
    onCheck(check)
    checks.push(check)
  }
  for (const each of HERE) tell(each, await within(time, context, each.look))
  // The phases of the way have limits of their own: --timeout.
  for (const each of toProxy ? THERE : []) tell(each, await each.look(context))
  return checks
}

async function within(time: Clock, context: Context, look: Examination['look']): Promise<Finding> {
  using limit = deadline(time, EACH_MS, context.signal)
  try {
    return await unlessAborted(look({...context, signal: limit.signal}), limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    return failed({
      detail: `no answer within ${EACH_MS / 1000} s`,
      meaning: 'the check itself hung',
      next: 'run it again',
    })
  }
}

export function summarise(checks: readonly Check[]): Pick<DoctorDocument, 'summary' | 'exitCode'> {
  const count = (outcome: Check['outcome']): number => checks.filter(check => check.outcome === outcome).length
  const bad = checks.some(({needed, outcome}) => needed && (outcome === 'missing' || outcome === 'failed'))
  return {
    summary: {ok: count('ok'), warning: count('warning'), missing: count('missing'), failed: count('failed')},
    exitCode: bad ? EXIT.inconclusive : EXIT.met,
  }
}
