/** What both servers share: one announcement on stdout, a log on stderr, and running until told to stop. */
import {once} from 'node:events'
import {escape} from '../style/escape.js'
import {isIp, parse} from '../net/address.js'
import {linesText} from '../report/answer-text.js'
import {CliError} from './errors.js'

export interface Announcement {
  /** For programs: one JSON document. */
  readonly json: Readonly<Record<string, unknown>>
  /** For people. */
  readonly lines: readonly string[]
}

export function announce({json, lines}: Announcement, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify({schema: 1, ...json})}\n` : linesText(lines))
}

export function log(line: string): void {
  process.stderr.write(`${escape(line)}\n`)
}

/** Until interrupted; that is how servers end, and no failure. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

/** @throws CliError */
export function checkListen(text: string): string {
  if (parse(text)) return text
  const next = isIp(text) ? 'add the port, as in ADDRESS:4433' : 'write ADDRESS:PORT (an IP address; IPv6 in brackets)'
  throw new CliError(`--listen ${text} is not an address with a port`, {code: 'bad-flag', next})
}

/** Runs what opens sockets. @throws CliError for what the user can mend */
export async function opening<T>(listen: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    const next = NEXT[code ?? '']
    if (code === undefined || next === undefined) throw error
    throw new CliError(code === 'ERR_CONFIG' ? message : `cannot listen on ${listen}: ${message}`, {code, next})
  }
}

const NEXT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something listens there already: take another port, or 0 for any',
  EADDRNOTAVAIL: 'this host has no such address: 0.0.0.0 and [::] stand for all of them',
  EACCES: 'ports below 1024 need a permission: take a higher one',
  EAFNOSUPPORT: 'this host does not speak that address family',
  ERR_CONFIG: 'check the files given with --cert and --key',
}
