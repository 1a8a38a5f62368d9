/**
 * What happened, as a picture: time runs down, each tunnel or connection is a line, what was sent points to the right and
 * what was received to the left. The same as a list stands beside it for those who cannot see it, and for searching.
 */
import {escape} from '../../style/escape.js'
import type {Moment} from '../document.js'
import {all, markup, type Html} from './safe.js'

const WIDTH = 312
const CHARACTER = 6.95
const LINE = 15
const ROW_GAP = 7
const LANES_FROM = 74
const LANE_STEP = 16
/** What is beyond is drawn on the last one, and told by name in the list. */
const MAX_LANES = 6
const MAX_MOMENTS = 100
const MAX_LINES = 4

interface Row {
  readonly moment: Moment
  readonly lines: readonly string[]
  readonly y: number
}

export function timeline(moments: readonly Moment[], label: string): Html {
  const shown = moments.slice(0, MAX_MOMENTS)
  const more = moments.length - shown.length
  return markup`<h4>What happened: ▶ sent, ◁ received, ● on our side; ms since it began</h4>
    ${picture(shown, label)}${list(shown, more)}`
}

function picture(moments: readonly Moment[], label: string): Html {
  const lanes = [...new Set(moments.flatMap(({lane}) => (lane === null ? [] : [lane])))]
  const drawn = Math.min(lanes.length, MAX_LANES)
  const textFrom = LANES_FROM + drawn * LANE_STEP
  const perLine = Math.floor((WIDTH - textFrom) / CHARACTER)
  const legend = lanes.slice(0, drawn).map((lane, index) => ({lane, y: LINE * (index + 1)}))
  const begin = LINE * drawn + ROW_GAP
  const rows = rowsOf(moments, perLine, begin)
  const last = rows.at(-1)
  const bottom = (last ? last.y + last.lines.length * LINE : begin) + 2
  const x = (lane: string | null): number => {
    const index = lane === null ? -1 : Math.min(lanes.indexOf(lane), drawn - 1)
    return LANES_FROM + (index < 0 ? -0.9 : index) * LANE_STEP
  }
  const lines = legend.map(
    ({lane, y}) => markup`<path class="lane" d="M${textFrom - 4} ${y - 4}H${x(lane)}V${bottom}" />
      <text class="t" x="${textFrom}" y="${y}">${broken(lane, perLine)[0]}</text>`,
  )
  const spoken = `${label}: ${moments.length} moments, told below`
  return markup`<svg viewBox="0 0 ${WIDTH} ${bottom}" role="img" aria-label="${spoken}">
    ${lines}${rows.map(row => rowOf(row, x(row.moment.lane), textFrom))}
  </svg>`
}

function rowsOf(moments: readonly Moment[], perLine: number, begin: number): Row[] {
  const rows: Row[] = []
  let y = begin
  for (const moment of moments) {
    const lines = broken(moment.what, perLine)
    rows.push({moment, lines, y: y + LINE - 4})
    y += lines.length * LINE + ROW_GAP
  }
  return rows
}

function rowOf({moment: {atMs, direction}, lines, y}: Row, x: number, textFrom: number): Html {
  const text = lines.map((line, index) => markup`<text x="${textFrom}" y="${y + index * LINE}">${line}</text>`)
  const time = markup`<text class="t" x="${LANES_FROM - 24}" y="${y}" text-anchor="end">${atMs.toFixed(2)}</text>`
  return markup`${time}${mark(direction, x, y - 4)}${text}`
}

function mark(direction: Moment['direction'], x: number, y: number): Html {
  switch (direction) {
    case 'sent':
      return markup`<path class="sent" d="M${x - 5} ${y - 5}L${x + 5} ${y}L${x - 5} ${y + 5}Z" />`
    case 'received':
      return markup`<path class="received" d="M${x + 5} ${y - 5}L${x - 5} ${y}L${x + 5} ${y + 5}Z" />`
    case 'local':
      return markup`<circle class="local" cx="${x}" cy="${y}" r="3" />`
  }
}

/** Pictures do not break lines by themselves. */
function broken(text: string, perLine: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of escape(text)
    .split(' ')
    .flatMap(long => pieces(long, perLine))) {
    if (line !== '' && line.length + 1 + word.length > perLine) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  lines.push(line)
  return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES - 1), '…'] : lines
}

function pieces(word: string, length: number): string[] {
  const characters = Array.from(word)
  const count = Math.max(1, Math.ceil(characters.length / length))
  return Array.from({length: Math.min(count, MAX_LINES + 1)}, (_, index) =>
    characters.slice(index * length, (index + 1) * length).join(''),
  )
}

function list(moments: readonly Moment[], more: number): Html {
  const items = moments.map(({atMs, direction, lane, what}) => {
    const where = lane === null ? '' : `, ${lane}`
    return markup`<li>${`${atMs.toFixed(2)} ms, ${direction}${where}: ${what}`}</li>`
  })
  const rest = more > 0 ? markup`<p>${more} more; other formats have them all.</p>` : markup``
  return markup`<details class="steps">
    <summary>as text</summary>
    <ol>
      ${all(items)}
    </ol>
    ${rest}
  </details>`
}
