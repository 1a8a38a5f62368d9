/** The largest UDP payloads, for people: at a glance which sizes pass which way, then why it ends there. */
import type {PayloadFacts, PayloadSize, PayloadWay} from '../payload-facts.js'

/** The sizes that people know by name. */
const NAMED = [1200, 1232, 1252, 1350, 1452] as const
const CELL = 6

type Row = readonly [name: string, way: PayloadWay]

/** Lines that stand as they are, then sentences to be wrapped. */
export function payloadLines(facts: PayloadFacts): {
  readonly table: readonly string[]
  readonly text: readonly string[]
} {
  const rows = rowsOf(facts)
  const head = ''.padEnd(13) + ['largest', ...NAMED.map(String)].map((text, index) => cell(text, index)).join('')
  const lines = rows.map(([name, way]) => {
    const cells = [
      largest(way),
      ...NAMED.map(bytes =>
        fate(
          way.sizes.find(size => size.bytes === bytes),
          name,
        ),
      ),
    ]
    return name.padEnd(13) + cells.map((text, index) => cell(text, index)).join('')
  })
  const because = rows
    .filter(([, {limitedBy}]) => limitedBy !== 'search')
    .map(([name, way]) => `${name.replace(/ +/, ' by ')}: ${way.because}`)
  const tunnels = facts.tunnels === 0 ? '' : ` in ${facts.tunnels} tunnels`
  const cost = `${facts.datagrams} datagrams${tunnels} for this`
  return {table: [head, ...lines], text: [...because, ...sums(facts), cost]}
}

function rowsOf({up, down}: PayloadFacts): Row[] {
  const rows: [string, PayloadWay | null][] = [
    ['up   frame', up.frame],
    ['up   capsule', up.capsule],
    ['down frame', down.frame],
    ['down capsule', down.capsule],
  ]
  return rows.flatMap(([name, way]) => (way ? [[name, way] as const] : []))
}

function cell(text: string, index: number): string {
  return text.padStart(index === 0 ? CELL + 2 : CELL)
}

/** With a plus where the search, and nothing else, ended there. */
function largest({largestBytes, limitedBy}: PayloadWay): string {
  return largestBytes === null ? 'none' : `${largestBytes}${limitedBy === 'search' ? '+' : ''}`
}

/** `-`: our own side does not take it. */
function fate(size: PayloadSize | undefined, name: string): string {
  if (!size) return ''
  if (size.accepted === 0) return '-'
  if (name.startsWith('up')) return size.returned > 0 || (size.arrived ?? 0) > 0 ? 'yes' : 'lost'
  if (size.returned === 0) return 'lost'
  // In the other carrier it is another row's.
  return size.cameIn.some(carrier => name.endsWith(carrier)) ? 'yes' : 'no'
}

/** The arithmetic, once: what it takes to carry a payload in a frame of ours. */
function sums({up}: PayloadFacts): string[] {
  const sum = up.frame?.sum
  if (!sum) return []
  const [whole, ...parts] = sum.map(
    ({what, bytes}, index) => `${Math.abs(bytes)} ${index === sum.length - 1 ? 'payload' : what}`,
  )
  return [`${whole ?? ''} = ${parts.join(' + ')}`]
}
