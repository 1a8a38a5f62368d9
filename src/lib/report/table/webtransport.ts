/** What `probe webtransport` found, for people: a line for each time a tunnel or a session was measured. */
import type {MeasuredFacts, WebTransportFacts} from '../webtransport-facts.js'
import type {ReportTarget} from '../reporter.js'
import {escape} from '../../style/escape.js'
import {wrap} from './lines.js'

const MARKS = {yes: 'pass', no: 'fail', unknown: 'inconclusive'} as const

interface Row {
  readonly name: string
  readonly measured: MeasuredFacts
  readonly largest: number | null
}

export function webTransportLines(facts: WebTransportFacts, {style, columns}: ReportTarget): string[] {
  const width = Math.max(...rows(facts).map(({name}) => name.length)) + 2
  const head = `    ${''.padEnd(width)}${'opened'.padEnd(10)}${'echoed'.padStart(9)}${'rtt'.padStart(9)}${'p95'.padStart(9)}${'largest'.padStart(9)}`
  const lines = rows(facts).map(({name, measured, largest}) => {
    const {opened, carries, datagrams} = measured
    const echoed = datagrams ? `${datagrams.received}/${datagrams.sent}` : '-'
    const [rtt, p95] = [datagrams?.rttMs?.median, datagrams?.rttMs?.p95].map(ms => (ms?.toFixed(2) ?? '-').padStart(9))
    const cells = `${echoed.padStart(9)}${rtt}${p95}${String(largest ?? '-').padStart(9)}`
    return `  ${style.mark(MARKS[carries])} ${name.padEnd(width)}${opened.replace('-', ' ').padEnd(10)}${cells}`
  })
  const because = rows(facts).flatMap(({name, measured}) =>
    measured.because === null ? [] : wrap(`${name.trim()}: ${escape(measured.because)}`, '    ', columns),
  )
  const note = 'rtt and p95 in ms. largest: the largest payload that was echoed, in octets.'
  const remarks = [...facts.remarks, ...(facts.library.missing === null ? [] : [facts.library.missing]), note]
  return [
    style.dim(head),
    ...lines,
    ...because,
    ...remarks.flatMap(text => wrap(text, '    ', columns)).map(line => style.dim(line)),
  ]
}

function rows({tunnel, session}: WebTransportFacts): Row[] {
  const {upFrame, downFrame, upCapsule, downCapsule} = tunnel.payloadBytes
  const both = (up: number | null, down: number | null): number | null =>
    up === null || down === null ? null : Math.min(up, down)
  const ofTunnel = both(upFrame, downFrame) ?? both(upCapsule, downCapsule)
  const names = {tunnel: `tunnel over HTTP/${tunnel.http}`, session: `session over HTTP/${session.http}`}
  const of = (what: 'tunnel' | 'session', largest: number | null): Row[] => {
    const {alone, beside, after} = what === 'tunnel' ? tunnel : session
    const other = what === 'tunnel' ? 'session' : 'tunnel'
    return [
      {name: names[what], measured: alone, largest},
      ...beside.map(measured => ({name: `  beside a ${other}`, measured, largest: null})),
      ...(after.opened === 'not-tried' ? [] : [{name: '  and without again', measured: after, largest: null}]),
    ]
  }
  return [...of('tunnel', ofTunnel), ...of('session', session.largestEchoedBytes)]
}

const WORDS: Readonly<Record<WebTransportFacts['conclusion'], string>> = {
  'side-by-side': 'WebTransport and MASQUE live side by side',
  'tunnel-fails-beside-session': 'A tunnel does not live beside a WebTransport session',
  'session-fails-beside-tunnel': 'A WebTransport session does not live beside a tunnel',
  'not-offered': 'The server offers no WebTransport',
  refused: 'The server refuses WebTransport there',
  undecided: 'Not decided',
}

/** The last line. */
export function ofBoth({conclusion, because}: WebTransportFacts): string {
  return `${WORDS[conclusion]}: ${escape(because)}.`
}
