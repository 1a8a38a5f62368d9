/** The table of docs/peers.md, made of the facts on file: what becomes of each kind of tunnel at each server, and whose fault it is. */
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const PEERS = fileURLToPath(new URL('../peers', import.meta.url))

interface Facts {
  readonly viability: string
  readonly blame: string | null
  readonly diagnosis?: {readonly code: string}
  readonly tunnelEnding?: string | null
  readonly carriers?: {readonly up: string; readonly down: readonly string[]} | null
}

interface Way {
  readonly title: string
  readonly file: string
}

type Row = readonly [peer: string, title: string, files?: Readonly<Record<string, string>>]

const WAYS: readonly Way[] = [
  {title: 'h3 frames', file: 'carries'},
  {title: 'h3 capsules', file: 'capsules'},
  {title: 'h2', file: 'http2/carries'},
  {title: 'h1', file: 'http1.1/carries'},
]

const UDP: readonly Row[] = [
  ['embedded', 'embedded (`self`)'],
  ['masque-go', 'masque-go 0.4.0'],
  ['envoy', 'Envoy 1.40.0'],
  ['masquerade-proxy', 'masquerade-proxy 0.1.0'],
  ['masquerade-proxy', 'the same, `--dialect draft-settings`', {carries: 'dialect-draft-settings'}],
]

const IP: readonly Row[] = [
  ['embedded', 'embedded (`self`)'],
  ['connect-ip-go', 'connect-ip-go 0.7.0'],
  ['connect-ip-go-0.1', 'connect-ip-go 0.1.0'],
]

const ROWS = {udp: UDP, ip: IP}

export function table(kind: keyof typeof ROWS): string {
  const rows = ROWS[kind]
  const prefix = kind === 'ip' ? 'ip-' : ''
  const head = ['', ...WAYS.map(({title}) => title)]
  const body = rows.map(([peer, title, files = {}]) => [
    title,
    ...WAYS.map(({file}) => {
      const own = Object.keys(files).length > 0
      return cell(peer, own ? files[file] : file.replace(/[^/]+$/, name => `${prefix}${name}`))
    }),
  ])
  return [head, head.map(() => '---'), ...body].map(line => `| ${line.join(' | ')} |`).join('\n')
}

function cell(peer: string, file: string | undefined): string {
  const path = file === undefined ? '' : join(PEERS, peer, 'expected', `${file}.json`)
  return file !== undefined && existsSync(path) ? words(JSON.parse(readFileSync(path, 'utf8')) as Facts) : '–'
}

function words({viability, blame, diagnosis, carriers, tunnelEnding}: Facts): string {
  const code = diagnosis ? ` (\`${diagnosis.code}\`)` : ''
  const fault = blame === null ? '' : `: ${blame === 'unknown' ? 'fault unknown' : `fault of the ${blame}`}`
  switch (viability) {
    case 'carries-both-ways':
      return carriers && !carriers.down.includes(carriers.up)
        ? `works; answers by ${carriers.down.join(', ')}`
        : 'works'
    case 'refused':
      return blame === 'proxy' ? `**fails**${code}${fault}` : `refuses${code}`
    case 'unreachable':
      return `not there${code}`
    default:
      return [`**fails** (${viability})${code}${fault}`, tunnelEnding].filter(Boolean).join('; ')
  }
}
