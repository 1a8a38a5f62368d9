/** `help`: the words by what they are for, and each with its usage, examples and what there is to know. */
import {GrammarError} from '../grammar/error.js'
import {closest} from '../grammar/meant.js'
import {text} from '../grammar/param.js'
import {DONE} from '../session/outcome.js'
import {define, GROUPS, type Group, type Word} from './word.js'

const TITLES: Readonly<Record<Group, string>> = {
  tunnels: 'Tunnels',
  sending: 'Sending, right and wrong',
  endings: 'Endings',
  waiting: 'Waiting and expecting',
  looking: 'Looking',
  settings: 'What stays until it is changed',
  session: 'The session',
}

const PREFIXES = [
  'dry LINE   Show the octets of what LINE would send, and send nothing.',
  '!! !PREFIX Repeat the last line, or the last that began with PREFIX (at the prompt only).',
]

/** @param words of all, this one included */
export function makeHelp(words: () => readonly Word[]): Word {
  return define({
    name: 'help',
    group: 'session',
    summary: 'What words there are, or what one of them does.',
    examples: ['help', 'help capsule'],
    optional: {word: text('WORD', ({words: all}) => all)},
    check({word}, [, {column} = {column: 1}]) {
      if (word === undefined || word === 'dry' || words().some(({name}) => name === word)) return
      const meant = closest(
        word,
        words().map(({name}) => name),
      )
      throw new GrammarError(`there is no word '${word}'`, {column, meant})
    },
    async run({word: wanted}, {tell}) {
      const word = words().find(({name}) => name === wanted)
      tell(word ? helpOf(word) : wanted === 'dry' ? PREFIXES.slice(0, 1) : overview(words()))
      return DONE
    },
  })
}

export function helpOf({usage, summary, details, examples}: Word): readonly string[] {
  return [
    usage,
    `  ${summary}`,
    ...details.map(line => `  ${line}`),
    '  Examples:',
    ...examples.map(line => `    ${line}`),
  ]
}

export function overview(words: readonly Word[]): readonly string[] {
  const width = Math.max(...words.map(({name}) => name.length))
  return [
    ...GROUPS.flatMap(group => [
      TITLES[group],
      ...words.filter(word => word.group === group).map(({name, summary}) => `  ${name.padEnd(width)}  ${summary}`),
    ]),
    'Before a line',
    ...PREFIXES.map(line => `  ${line}`),
    'DATA is "text", text:…, hex:…, base64:…, @FILE, random:N, zero:N, dns:NAME, stun, ntp, quic-vn. Words are separated by ;',
  ]
}
