/** The command that looks at one requirement again: as the run was typed, but for what chose, wrote and decided. */
import type {HttpVersion} from '../http/transport.js'

/** How the proxy and its target are found: what else was typed is of no use, or a secret. */
const KEPT_WITH_VALUE: ReadonlySet<string> = new Set([
  '--target',
  '-t',
  '--responder',
  '--responder-key',
  '--ip-target',
  '--ip-template',
  '--cacert',
  '--pin',
  '--cert',
  '--key',
  '--sni',
  '--bearer-file',
  '--connect-to',
  '--resolve',
  '--bind',
  '--dialect',
  '--timeout',
  '-w',
])
const KEPT: ReadonlySet<string> = new Set(['--insecure', '-k', '-4', '-6', '--all-addresses'])

/** @param typed PROXY; @param argv what stood behind the command */
export function reproduceLine(
  typed: string,
  argv: readonly string[],
  about: {readonly id: string; readonly http: HttpVersion; readonly seed: number},
): string {
  const {id, http, seed} = about
  const words = ['masque', 'check', typed, ...keptOf(argv), '--only', id, '--http', http, '--seed', String(seed)]
  return [...words, '--pcap', 'case.pcapng'].map(quoted).join(' ')
}

function keptOf(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const [name = ''] = word.split('=')
    if (KEPT.has(word) || (word !== name && KEPT_WITH_VALUE.has(name))) return [word]
    if (!KEPT_WITH_VALUE.has(word)) return []
    const value = argv[index + 1]
    return value === undefined ? [] : [word, value]
  })
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
