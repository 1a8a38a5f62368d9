// Draws docs/endurance.svg and docs/flow.svg from what `npm run soak` wrote down (test/soak/recorded): for each experiment
// the heap and the resident memory of each process over the way it went. Colours follow the reader's light or dark.
import {readFileSync, writeFileSync} from 'node:fs'

const RECORDED = new URL('../test/soak/recorded/', import.meta.url)
const EXPERIMENTS = ['tunnels', 'connections', 'traffic', 'exits', 'kills', 'endpoints', 'workers', 'virtual-h3']
/** Each on every road, of the process that has to wait. */
const FLOWS = {
  unread: 'client: the application does not read, 60 s',
  'still-proxy': 'client: the proxy does not read, 60 s',
  'still-client': 'proxy: the client does not read, 60 s',
  idle: 'client: 1,000 idle tunnels',
}
const ROADS = {'h3-frames': 'h3 —', 'h3-capsules': 'capsules - -', h2: 'h2 ···', h1: 'h1 — ·'}
const DASHES = ['', ' second', ' third', ' fourth']
const [WIDTH, HEIGHT, COLUMNS] = [340, 170, 2]
const PLOT = {left: 46, top: 34, width: 280, height: 96}

const STYLE = `
  .panel { font: 11px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .axis { stroke: #8c959f; stroke-width: 1 }
  .label { fill: #57606a }
  polyline { fill: none; stroke-width: 1.6 }
  .heap { stroke: #0969da } .rss { stroke: #bc4c00 }
  .heap-label { fill: #0969da } .rss-label { fill: #bc4c00 }
  .second { stroke-dasharray: 4 3 } .third { stroke-dasharray: 1 2 } .fourth { stroke-dasharray: 7 2 1 2 }
  @media (prefers-color-scheme: dark) {
    .panel { fill: #e6edf3 } .label { fill: #8b949e } .axis { stroke: #6e7681 }
    .heap { stroke: #58a6ff } .rss { stroke: #f0883e }
    .heap-label { fill: #58a6ff } .rss-label { fill: #f0883e }
  }`

const read = name => JSON.parse(readFileSync(new URL(`${name}.json`, RECORDED), 'utf8'))

draw('endurance', 'Memory of client and proxy over the endurance experiments', EXPERIMENTS.map(read))
draw(
  'flow',
  'Memory of whoever waits for somebody slow, and of idle tunnels, on every road',
  Object.keys(FLOWS).map(roads),
)

/** One experiment on all roads: the process that is looked at, by the name of the road. */
function roads(experiment) {
  const all = Object.keys(ROADS).map(road => ({road, ...read(`${experiment}-${road}`)}))
  const courses = all.map(({road, courses: [course]}) => ({...course, who: ROADS[road]}))
  return {unit: all[0].unit, title: FLOWS[experiment], courses}
}

function draw(name, title, panels) {
  const [width, height] = [WIDTH * COLUMNS, HEIGHT * Math.ceil(panels.length / COLUMNS)]
  writeFileSync(
    new URL(`../docs/${name}.svg`, import.meta.url),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>${STYLE}
</style>
${panels.map(panel).join('\n')}
</svg>
`,
  )
}

function panel({unit, courses, title}, index) {
  const [x, y] = [(index % COLUMNS) * WIDTH, Math.floor(index / COLUMNS) * HEIGHT]
  const virtual = courses.some(({who}) => who === 'both sides')
  const lines = courses.flatMap((course, order) => [
    {...course, values: course.heapBytes, kind: 'heap', order},
    // The process of the tests themselves: its size says nothing.
    ...(virtual ? [] : [{...course, values: course.rssBytes, kind: 'rss', order}]),
  ])
  const top = ceiling(Math.max(...lines.flatMap(({values}) => values)) / 1e6)
  const last = courses[0].at.at(-1)
  const at = (step, bytes) => [PLOT.left + (step / last) * PLOT.width, PLOT.top + PLOT.height * (1 - bytes / 1e6 / top)]
  return `<g class="panel" transform="translate(${x} ${y})">
<text class="title" x="${PLOT.left}" y="16">${title ?? `${last.toLocaleString('en')} ${unit}`}</text>
<path class="axis" fill="none" d="M${PLOT.left} ${PLOT.top}v${PLOT.height}h${PLOT.width}"/>
${[0, top / 2, top].map(value => `<text class="label" text-anchor="end" x="${PLOT.left - 5}" y="${at(0, value * 1e6)[1] + 4}">${value}</text>`).join('')}
<text class="label" x="${PLOT.left + 4}" y="${PLOT.top - 4}">MB</text>
${lines
  .map(
    ({kind, order, at: steps, values}) =>
      `<polyline class="${kind}${DASHES[order]}" points="${steps
        .map((step, place) =>
          at(step, values[place])
            .map(number => number.toFixed(1))
            .join(','),
        )
        .join(' ')}"/>`,
  )
  .join('\n')}
${legend(courses, virtual)}
</g>`
}

function legend(courses, virtual) {
  const y = PLOT.top + PLOT.height + 18
  const who = courses
    .map(({who: name}, order) => (order === 1 && courses.length === 2 ? `${name} (dashed)` : name))
    .join(', ')
  const rss = virtual ? '' : `<tspan class="rss-label" dx="0.4em">resident</tspan>`
  return `<text x="${PLOT.left}" y="${y}"><tspan class="heap-label">heap</tspan>${rss}<tspan class="label">: ${who}</tspan></text>`
}

/** The next round number. */
function ceiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 5, 10].map(factor => factor * unit).find(round => round >= value)
}
