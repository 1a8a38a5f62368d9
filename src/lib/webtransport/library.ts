/**
 * The WebTransport library, which is an optional dependency: loaded when it is needed, and silent about the part of it
 * that is not installed. Nothing else imports it; what we use of it is described here.
 */
import type {HttpVersion} from '../http/transport.js'

/** As in the WebTransport API of browsers. */
export interface RawTransport {
  readonly ready: Promise<unknown>
  readonly closed: Promise<unknown>
  readonly draining: Promise<unknown>
  readonly datagrams: {
    readonly readable: ReadableStream<Uint8Array>
    readonly maxDatagramSize: number
    createWritable(): WritableStream<Uint8Array>
  }
  close(info?: {readonly closeCode?: number; readonly reason?: string}): void
}

export interface RawOptions {
  readonly serverCertificateHashes?: readonly {readonly algorithm: 'sha-256'; readonly value: Uint8Array}[]
  /** HTTP/2, though there may be HTTP/3. */
  readonly forceReliable?: boolean
  /** HTTP/3, and never HTTP/2 instead. */
  readonly requireUnreliable?: boolean
  /** Until there is a connection, and until its SETTINGS are there, in milliseconds. */
  readonly quicConnectTimeout: number
  readonly webTransportConnectTimeout: number
}

export interface Library {
  readonly WebTransport: new (url: string, options: RawOptions) => RawTransport
  /** What sessions can be opened over. */
  readonly versions: readonly HttpVersion[]
  /** Why HTTP/3 is not among them, in words. */
  readonly missing: string | undefined
}

/** What it prints when its native part is not there. */
const COMPLAINTS = [/^http3 loader:/, /^Problem loading http3-quiche/, /^Did you install @fails-components/]

/** undefined: it is not installed. */
export async function loadLibrary(): Promise<Library | undefined> {
  const complaints: unknown[][] = []
  const restore = listenIn(complaints)
  try {
    const found = await import('@fails-components/webtransport')
    await found.quicheLoaded
    const WebTransport = found.WebTransport as unknown as Library['WebTransport']
    const isComplete = complaints.length === 0
    return {
      WebTransport,
      versions: isComplete ? ['3', '2'] : ['2'],
      missing: isComplete
        ? undefined
        : 'the native part for HTTP/3 (@fails-components/webtransport-transport-http3-quiche) is not installed or does not load',
    }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  } finally {
    restore()
  }
}

/** Keeps its complaints from the terminal; what anybody else says meanwhile goes through. */
function listenIn(complaints: unknown[][]): () => void {
  const printer: Record<'log' | 'error', (...words: unknown[]) => void> = console
  const restores = (['log', 'error'] as const).map(name => {
    const original = printer[name]
    printer[name] = (...words) => {
      const [first] = words
      const isComplaint = typeof first === 'string' && COMPLAINTS.some(pattern => pattern.test(first))
      if (isComplaint) complaints.push(words)
      else original.apply(printer, words)
    }
    return () => {
      printer[name] = original
    }
  })
  return () => {
    for (const restore of restores) restore()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
}
