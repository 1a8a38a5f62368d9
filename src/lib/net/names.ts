/** Names to addresses through the system's resolver (hosts file, search domains and all): what other programs see. */
import {lookup as systemLookup} from 'node:dns/promises'
import {unlessAborted} from '../spec/clock.js'
import {isIp} from './address.js'
import type {Lookup} from './net.js'

/** Rejects only with the signal's reason. */
export async function lookup(host: string, signal: AbortSignal): Promise<Lookup> {
  if (isIp(host)) return {addresses: [host]}
  try {
    const found = await unlessAborted(systemLookup(host, {all: true, verbatim: true}), signal)
    return {addresses: found.map(({address}) => address)}
  } catch (error) {
    if (signal.aborted) throw error
    return failure(error as NodeJS.ErrnoException)
  }
}

function failure({code = '', message}: NodeJS.ErrnoException): Lookup {
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return {failure: 'no-such-name', detail: code}
    case 'EAI_AGAIN':
      return {failure: 'temporary', detail: code}
    default:
      return {failure: 'failed', detail: code || message}
  }
}
