/** What we announce over HTTP/2, and how node:http2 wants to be told. */
import type {Settings} from 'node:http2'
import * as settings from '../../wire/h2-settings.js'
import {MAX_FIELD_SECTION} from './frame-watch.js'

/** Of each stream: what a reader that does not read can make us hold. */
const WINDOW = 256n * 1024n

/** A client's: no pushes, please. */
export const CLIENT_SETTINGS: readonly settings.Setting[] = [
  {id: settings.ENABLE_PUSH, value: 0n},
  {id: settings.INITIAL_WINDOW_SIZE, value: WINDOW},
  {id: settings.MAX_HEADER_LIST_SIZE, value: BigInt(MAX_FIELD_SECTION)},
]

/** A proxy's: tunnels are to be had (RFC 8441 section 3). */
export const SERVER_SETTINGS: readonly settings.Setting[] = [
  {id: settings.MAX_CONCURRENT_STREAMS, value: 10_000n},
  {id: settings.INITIAL_WINDOW_SIZE, value: WINDOW},
  {id: settings.MAX_HEADER_LIST_SIZE, value: BigInt(MAX_FIELD_SECTION)},
  {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
]

/** node:http2 writes them in an order of its own; of several with one identifier the last. */
export function nodeSettings(list: readonly settings.Setting[]): Settings {
  return list.reduce<Settings>((all, {id, value}) => ({...all, ...nodeSetting(id, Number(value), all)}), {})
}

function nodeSetting(id: bigint, value: number, {customSettings}: Settings): Settings {
  switch (id) {
    case settings.HEADER_TABLE_SIZE:
      return {headerTableSize: value}
    case settings.ENABLE_PUSH:
      return {enablePush: value === 1}
    case settings.MAX_CONCURRENT_STREAMS:
      return {maxConcurrentStreams: value}
    case settings.INITIAL_WINDOW_SIZE:
      return {initialWindowSize: value}
    case settings.MAX_FRAME_SIZE:
      return {maxFrameSize: value}
    case settings.MAX_HEADER_LIST_SIZE:
      return {maxHeaderListSize: value}
    case settings.ENABLE_CONNECT_PROTOCOL:
      return {enableConnectProtocol: value === 1}
    default:
      return {customSettings: {...customSettings, [Number(id)]: value}}
  }
}
