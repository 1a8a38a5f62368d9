/** How a stream of bytes ended, as its last words tell it: from the errors of node:net and node:tls to values. */
import {alertName} from '../../wire/error-codes.js'

export type StreamEnd =
  /** The peer ended its direction; with TLS, after saying so (close_notify). */
  | {readonly how: 'fin'}
  /** TLS: the end of TCP came without close_notify, so that bytes may be missing (RFC 8446 section 6.1). */
  | {readonly how: 'truncated'}
  | {readonly how: 'reset'}
  /** TLS: the peer gave up with this alert. */
  | {readonly how: 'alert'; readonly alert: number; readonly name: string}
  /** TLS: what came cannot be right. In the words of OpenSSL. */
  | {readonly how: 'tls'; readonly detail: string}
  /** The system gave up: ETIMEDOUT, EHOSTUNREACH, … */
  | {readonly how: 'error'; readonly errno: string}
  /** We closed it. */
  | {readonly how: 'closed'}

const RESETS: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])
/** OpenSSL's reasons for alerts that were received are 1000 and the alert's number. */
const FIRST_ALERT = 1000

export function endOfError({code = '', message}: NodeJS.ErrnoException): StreamEnd {
  if (RESETS.has(code)) return {how: 'reset'}
  const alert = alertOf(message)
  if (alert !== undefined) return {how: 'alert', alert, name: alertName(alert)}
  if (isOfTls(code, message)) return {how: 'tls', detail: reasonOf(code, message)}
  return {how: 'error', errno: code || 'EIO'}
}

function isOfTls(code: string, message: string): boolean {
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || message.includes(':SSL routines:')
}

function alertOf(message: string): number | undefined {
  const named = /SSL alert number (\d+)/.exec(message)?.[1]
  if (named !== undefined) return Number(named)
  const reason = Number.parseInt(/error:0A000([0-9A-F]{3}):/i.exec(message)?.[1] ?? '0', 16)
  return reason >= FIRST_ALERT && reason < FIRST_ALERT + 256 ? reason - FIRST_ALERT : undefined
}

/** `wrong version number`. */
function reasonOf(code: string, message: string): string {
  const parts = message.split(':')
  const routines = parts.indexOf('SSL routines')
  const reason = parts[routines + 2]
  if (routines >= 0 && reason !== undefined && reason !== '') return reason
  return code
    .replace(/^ERR_(SSL|TLS)_/, '')
    .replaceAll('_', ' ')
    .toLowerCase()
}
