/** The session itself: `show`, `mark`, `save`, `history`, `quit`. */
import {toHex} from '../../wire/bytes.js'
import {detailLines, octetsOf} from '../decode/details.js'
import {ms} from '../decode/describe.js'
import {GrammarError} from '../grammar/error.js'
import {count, newName, reference, text, type Param} from '../grammar/param.js'
import {diff, NOTHING} from '../../tunnel/ip-state.js'
import {DONE, UserError} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import type {StickyName} from '../session/sticky.js'
import {httpWords} from './http-param.js'
import {headerLines} from './settings.js'
import {define} from './word.js'

export const show = define({
  name: 'show',
  group: 'looking',
  summary: 'An event in full: fields, reference, octets. Without one: settings, connections, tunnels.',
  details: ['--hex gives the octets alone, on one line.'],
  examples: ['show', 'show #7', 'show #7 --hex'],
  optional: {number: reference},
  switches: ['hex'],
  async run({number, hex}, {session, tell}) {
    if (number === undefined) {
      tell(everything(session))
      return DONE
    }
    const event = session.events.get(number)
    if (!event) throw new UserError(noSuchEvent(session, number))
    const octets = octetsOf(event)
    if (!hex) tell(detailLines(event))
    else if (octets) tell([`hex:${toHex(octets)}`])
    else throw new UserError(`#${number} has no octets`)
    return DONE
  },
})

function noSuchEvent({events}: Session, number: number): string {
  const {firstNumber, lastNumber} = events
  if (firstNumber === undefined || lastNumber === undefined) return 'nothing has happened yet'
  const where = number < firstNumber ? ', older ones are in the saved run' : ''
  return `there is no #${number}: there are #${firstNumber} to #${lastNumber}${where}`
}

function everything(session: Session): readonly string[] {
  const {sticky, outers, tunnels} = session
  const setting = (label: string, name: StickyName, value: string): string =>
    `${label} ${value} (${sticky.origin(name)})`
  return [
    setting('http', 'http', httpWords(sticky.get('http'))),
    setting('datagrams', 'datagrams', sticky.get('datagrams')),
    setting('context', 'context', String(sticky.get('context'))),
    setting('timeout', 'timeoutMs', `${sticky.get('timeoutMs')}ms`),
    ...headerLines(session),
    ...outers.map(({http, address, connection}) => {
      const rtt = connection?.figures().rttMs
      return `connection to ${address} over HTTP/${http}${rtt ? `, RTT ${ms(rtt.smoothed)}` : ''}`
    }),
    ...tunnels.all.flatMap(made => {
      const focus = made === tunnels.focus ? ' (in focus)' : ''
      const lost = made.tunnel?.drops.received ? `, ${made.tunnel.drops.received} lost by ourselves` : ''
      const room =
        made.tunnel?.maxPayloadBytes === undefined ? '' : `, up to ${made.tunnel.maxPayloadBytes} octets in a frame`
      const line = `${made.name} ${made.kind} ${made.label} over HTTP/${made.outer.http}: ${made.state}${room}${lost}${focus}`
      return [line, ...(made.ip ? diff(NOTHING, made.ip.state).map(said => `  ${said}`) : [])]
    }),
  ]
}

export const mark = define({
  name: 'mark',
  group: 'session',
  summary: 'Give this place in the session a name, for save.',
  examples: ['mark a'],
  required: {name: newName('NAME')},
  async run({name}, {session}) {
    session.marks.mark(name)
    return DONE
  },
})

const range: Param<{from: string; to: string}> = {
  label: 'A..B',
  read({text: written, column}) {
    const match = /^([A-Za-z][\w-]*)?\.\.([A-Za-z][\w-]*)?$/.exec(written)
    if (match) return {from: match[1] ?? '', to: match[2] ?? ''}
    throw new GrammarError(`'${written}' is no range of marks: a..b, a.. or ..b`, {
      column,
      example: 'save a..b case.masque',
    })
  },
  complete: ({marks}) => marks.map(name => `${name}..`),
}

export const save = define({
  name: 'save',
  group: 'session',
  summary: 'Write the lines between two marks into a file: a script for masque replay.',
  examples: ['save a..b case.masque', 'save .. all.masque'],
  required: {range, file: text('FILE')},
  async run({range: {from, to}, file}, {session, tell}) {
    const lines = session.marks.between(from, to)
    try {
      await session.writeFile(file, lines.map(line => `${line}\n`).join(''))
    } catch (error) {
      throw new UserError(`cannot write to ${file}: ${(error as Error).message}`)
    }
    tell([`${lines.length} lines are in ${file}`])
    return DONE
  },
})

export const history = define({
  name: 'history',
  group: 'session',
  summary: 'The lines of this session. !! repeats the last, !se the last that began with se.',
  examples: ['history', 'history 50'],
  optional: {count: count('N', 1, 10_000)},
  async run({count: wanted = 20}, {session, tell}) {
    tell(session.marks.latest(wanted).map(([number, line]) => `${String(number).padStart(4)}  ${line}`))
    return DONE
  },
})

export const quit = define({
  name: 'quit',
  group: 'session',
  summary: 'Leave: tunnels and connections are closed. So does Ctrl-D.',
  examples: ['quit'],
  async run() {
    return {outcome: 'leave'}
  },
})
