/** What stays until it is changed: `set`, `header`, `unset`. */
import {choice, duration, integer, text, type Param} from '../grammar/param.js'
import {GrammarError} from '../grammar/error.js'
import {SECRET_REQUEST_FIELD} from '../../evidence/secret-fields.js'
import * as varint from '../../wire/varint.js'
import {DONE, UserError} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import type {StickyName} from '../session/sticky.js'
import {httpParam} from './http-param.js'
import {define} from './word.js'

const datagrams = choice(['auto', 'frames', 'capsules'])
const context = integer('N', 0n, varint.MAX)

/** Each reads its value and puts it in place. */
const SETTERS: Readonly<
  Record<string, {param: Param<unknown>; name: StickyName; put(value: never, session: Session): void}>
> = {
  http: {
    param: httpParam,
    name: 'http',
    put: (value, {sticky}) => {
      sticky.set('http', value)
    },
  },
  datagrams: {
    param: datagrams,
    name: 'datagrams',
    put: (value, {sticky}) => {
      sticky.set('datagrams', value)
    },
  },
  context: {
    param: context,
    name: 'context',
    put: (value, {sticky}) => {
      sticky.set('context', value)
    },
  },
  timeout: {
    param: duration,
    name: 'timeoutMs',
    put: (value, {sticky}) => {
      sticky.set('timeoutMs', value)
    },
  },
}

export const SETTING_NAMES = Object.keys(SETTERS)
const which = choice(SETTING_NAMES, 'SETTING')

/** The rest is read as the setting would have it. @throws GrammarError */
function readValue(name: string, value: string, column: number): unknown {
  return SETTERS[name]?.param.read({text: value, isQuoted: false, column})
}

export const set = define({
  name: 'set',
  group: 'settings',
  summary: 'What holds from now on: http, datagrams, context, timeout.',
  details: ['http 3|2|1.1|auto, datagrams auto|frames|capsules, context N (for send), timeout TIME. show lists them.'],
  examples: ['set datagrams capsules', 'set timeout 2s', 'set context 2'],
  required: {which, value: text('VALUE')},
  check({which: name, value}, [, , {column} = {column: 1}]) {
    readValue(name, value, column)
  },
  async run({which: name, value}, {session}) {
    SETTERS[name]?.put(readValue(name, value, 1) as never, session)
    return DONE
  },
})

const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$/s

/** Anything that can be written: also what no request may have, as long as it cannot be mistaken for something else. */
function readField(field: string, column: number): readonly [string, string] {
  const match = FIELD.exec(field)
  if (match) return [match[1] ?? '', Buffer.from((match[2] ?? '').trim(), 'utf8').toString('latin1')]
  throw new GrammarError("a field is one word in quotes: 'Name: value'", {column, example: "header 'x-test: 1'"})
}

export const header = define({
  name: 'header',
  group: 'settings',
  summary: 'A field for every request from now on; without one, which there are.',
  details: [
    'The name goes out as it is written: capitals are an error over HTTP/2 and HTTP/3 (RFC 9114 section 4.2), if you want one.',
    'What looks like a credential is not recorded and not put into the history.',
  ],
  examples: ["header 'x-test: 1'", "header 'proxy-authorization: Basic …'"],
  optional: {field: text("'NAME: VALUE'")},
  check({field}, [, {column} = {column: 1}]) {
    if (field !== undefined) readField(field, column)
  },
  isSecret: ({field = ''}) => SECRET_REQUEST_FIELD.test(field.split(':')[0] ?? ''),
  async run({field}, {session, tell}) {
    if (field === undefined) tell(headerLines(session))
    else session.sticky.addHeader(...readField(field, 1))
    return DONE
  },
})

export function headerLines({sticky}: Session): readonly string[] {
  if (sticky.headers.length === 0) return ['no fields of our own']
  return sticky.headers.map(({name, value, origin}) => {
    const shown = SECRET_REQUEST_FIELD.test(name) ? '[secret]' : value
    return `header ${name}: ${shown} (${origin})`
  })
}

export const unset = define({
  name: 'unset',
  group: 'settings',
  summary: 'Back to what a setting was when the session began, or a header field away.',
  examples: ['unset context', 'unset header x-test'],
  required: {which: choice([...SETTING_NAMES, 'header'], 'SETTING')},
  optional: {name: text('NAME')},
  check({which: what, name}, [{column}]) {
    if (what === 'header' && name === undefined)
      throw new GrammarError('unset header needs the name of a field', {column})
    if (what !== 'header' && name !== undefined) throw new GrammarError(`unset ${what} takes no name`, {column})
  },
  async run({which: what, name}, {session}) {
    const setter = SETTERS[what]
    if (setter) session.sticky.unset(setter.name)
    else if (session.sticky.removeHeader(name ?? '') === 0) throw new UserError(`there is no field ${name ?? ''}`)
    return DONE
  },
})
