/** The Alt-Svc field (RFC 7838 section 3): where else a server is to be had. What cannot be read is left out. */

export interface Alternative {
  /** The ALPN name, percent-decoded: `h3`. */
  readonly protocol: string
  /** Empty: the same host. An IPv6 literal keeps its brackets. */
  readonly host: string
  readonly port: number
  /** Seconds; undefined: not given, which means a day. */
  readonly maxAge: number | undefined
}

/** A protocol, a quoted authority, and parameters up to the next comma that is in no quotes. */
const ENTRY =
  /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)="((?:[^"\\]|\\.)*)"((?:\s*;\s*[^\s;,="]+=(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))*)\s*$/
const AUTHORITY = /^([^:[\]/?#@\s]*|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/
const MAX_ALTERNATIVES = 32

/** @param lines the values of all fields of that name, in order; `clear` means that there is none */
export function read(lines: readonly string[]): readonly Alternative[] {
  const entries = lines.flatMap(split)
  if (entries.some(entry => entry.trim() === 'clear')) return []
  return entries.slice(0, MAX_ALTERNATIVES).flatMap(entry => alternative(entry) ?? [])
}

function alternative(entry: string): Alternative | undefined {
  const [, name = '', quoted = '', parameters = ''] = ENTRY.exec(entry) ?? []
  const [, host, digits] = AUTHORITY.exec(quoted.replaceAll(/\\(.)/g, '$1')) ?? []
  const port = Number(digits)
  if (host === undefined || port < 1 || port > 65_535) return undefined
  try {
    const maxAge = /;\s*ma="?(\d{1,10})"?(?=\s*(?:;|$))/.exec(parameters)?.[1]
    return {protocol: decodeURIComponent(name), host, port, maxAge: maxAge === undefined ? undefined : Number(maxAge)}
  } catch {
    // A broken percent-escape.
    return undefined
  }
}

/** At commas outside of quotes. */
function split(line: string): string[] {
  return line.match(/(?:[^",]|"(?:[^"\\]|\\.)*"?)+/g) ?? []
}
