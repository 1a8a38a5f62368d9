/** From an address to HTTP/3: the phases of the handshake, and settings. */
import type {H3Transport} from '../../http/h3/client.js'
import {dialH3} from '../../http/h3/dial.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import * as settings from '../../wire/h3-settings.js'
import {endedInstead} from '../diagnosis/ended.js'
import {noSettings} from '../diagnosis/http.js'
import {noExtendedConnect} from '../diagnosis/settings.js'
import type {Connected} from '../connect.js'
import type {ConnectContext} from '../context.js'
import {H3OuterConnection} from './connection.js'
import {settingFacts} from './facts.js'
import {shakeHands} from './handshake.js'
import {PingSign} from './life-sign.js'

/** @throws SetupError */
export async function connectH3(address: string, context: ConnectContext, signal: AbortSignal): Promise<Connected> {
  const {facts, connected} = await shakeHands(address, context, dialH3, signal)
  if (!connected) return {kind: 'failed', reached: false, facts}
  const {transport, handshake} = connected
  const received = await awaitSettings(transport, context, signal)
  const all = {...facts, ...(received.list && {settings: settingFacts(received.list)})}
  if (received.good) {
    const connection = new H3OuterConnection(
      address,
      transport,
      all,
      handshake,
      context.platform.clock,
      context.way !== undefined,
    )
    return {kind: 'connected', connection}
  }
  await transport[Symbol.asyncDispose]()
  return {kind: 'failed', reached: received.list !== undefined, facts: all}
}

interface Received {
  readonly list?: readonly settings.Setting[] | undefined
  /** Tunnels are offered. */
  readonly good: boolean
}

async function awaitSettings(
  transport: H3Transport,
  {platform: {clock}, timeoutMs, log}: ConnectContext,
  signal: AbortSignal,
): Promise<Received> {
  log.begin('settings')
  using life = new PingSign(transport.h3.quic, clock, timeoutMs)
  using limit = deadline(clock, timeoutMs, signal)
  try {
    await unlessAborted(transport.h3.settingsArrived, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) {
      log.fail(noSettings({waitedMs: timeoutMs, isAlive: life.seen, lossy: life.lossy}))
      return {good: false}
    }
    await transport[Symbol.asyncDispose]()
    throw error
  }
  const list = transport.h3.peerSettings
  if (!list || settings.violations(list).length > 0) {
    log.fail(endedInstead(await transport.ended, '3'))
    return {list, good: false}
  }
  const offered = settings.value(list, settings.ENABLE_CONNECT_PROTOCOL) === 1n
  const good = offered || transport.h3.asksAnyway
  if (good) log.ok(describe(offered, transport))
  else log.fail(noExtendedConnect(list))
  return {list, good}
}

function describe(offered: boolean, {h3}: H3Transport): string {
  const tunnels = offered ? 'extended CONNECT' : 'no extended CONNECT (asked for all the same: --dialect)'
  return `${tunnels}, ${h3.framesAgreed ? 'datagrams' : 'no datagrams'}`
}
