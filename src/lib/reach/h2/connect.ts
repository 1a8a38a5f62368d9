/** From an address to HTTP/2: TCP, TLS, and the phase settings. */
import {H2Transport} from '../../http/h2/client.js'
import {CLIENT_SETTINGS} from '../../http/h2/settings.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import * as settings from '../../wire/h2-settings.js'
import type {Connected} from '../connect.js'
import type {RoadFacts} from '../connection.js'
import type {ConnectContext} from '../context.js'
import {endedInstead} from '../diagnosis/ended.js'
import {noH2Settings, noH2ExtendedConnect} from '../diagnosis/h2.js'
import {dialTcp} from '../tcp/dial.js'
import {H2OuterConnection} from './connection.js'

/** @throws SetupError */
export async function connectH2(address: string, context: ConnectContext, signal: AbortSignal): Promise<Connected> {
  const dialed = await dialTcp(address, '2', context, signal)
  if (dialed.kind === 'failed') return {kind: 'failed', reached: false, facts: dialed.facts}
  const {clock} = context.platform
  const transport = new H2Transport(dialed.stream, {clock, settings: context.own?.settings ?? CLIENT_SETTINGS})
  try {
    const received = await awaitSettings(transport, context, signal)
    const facts = {...dialed.facts, ...(received.list && {settings: settingFacts(received.list)})}
    if (received.good) return {kind: 'connected', connection: new H2OuterConnection(address, transport, facts, clock)}
    await transport[Symbol.asyncDispose]()
    return {kind: 'failed', reached: received.list !== undefined, facts}
  } catch (error) {
    await transport[Symbol.asyncDispose]()
    throw error
  }
}

interface Received {
  readonly list?: readonly settings.Setting[] | undefined
  /** Tunnels are offered. */
  readonly good: boolean
}

async function awaitSettings(
  transport: H2Transport,
  {platform: {clock}, timeoutMs, log}: ConnectContext,
  signal: AbortSignal,
): Promise<Received> {
  log.begin('settings')
  using limit = deadline(clock, timeoutMs, signal)
  try {
    await unlessAborted(transport.h2.settingsArrived, limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    log.fail(noH2Settings(timeoutMs))
    return {good: false}
  }
  const list = transport.h2.peerSettings
  if (!list || transport.h2.over) {
    log.fail(endedInstead(await transport.ended, '2'))
    return {list, good: false}
  }
  const good = settings.value(list, settings.ENABLE_CONNECT_PROTOCOL) === 1n
  if (good) log.ok('extended CONNECT')
  else log.fail(noH2ExtendedConnect(list))
  return {list, good}
}

function settingFacts(list: readonly settings.Setting[]): NonNullable<RoadFacts['settings']> {
  return list.map(({id, value}) => ({id: `0x${id.toString(16)}`, name: settings.name(id), value: String(value)}))
}
