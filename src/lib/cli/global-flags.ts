/** Flags that mean the same everywhere. Each can be set as MASQUE_<FLAG>. */
import {Flags} from '@oclif/core'
import {FORMAT_NAMES} from '../report/format-names.js'
import {seedFlag} from './parsers.js'

export const outputFlags = {
  format: Flags.option({
    options: FORMAT_NAMES,
    char: 'f',
    env: 'MASQUE_FORMAT',
    description:
      'What stdout carries: words, JSON, or for results also what CI shows (junit, tap, github), a text and a page (markdown, html).',
    helpGroup: 'OUTPUT',
  })({default: 'table'}),
  json: Flags.boolean({
    description: 'The same as --format json: exactly one JSON document, also when the command fails.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_JSON',
  }),
  quiet: Flags.boolean({char: 'q', description: 'The verdict only.', helpGroup: 'OUTPUT', env: 'MASQUE_QUIET'}),
  verbose: Flags.boolean({
    char: 'v',
    description:
      'What both sides said of themselves, and where an error comes from; -vv: all that crosses the tunnel, too.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_VERBOSE',
  }),
  'no-color': Flags.boolean({
    description: 'No colour; so does NO_COLOR.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_NO_COLOR',
  }),
  seed: seedFlag({
    description: 'Where all chance comes from; printed in every report.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_SEED',
  }),
}

/** For commands that end with a result. */
export const resultFlags = {
  report: Flags.string({
    multiple: true,
    helpValue: 'FORMAT=PATH',
    description: 'Write the result into a file as well; repeatable.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_REPORT',
  }),
  redact: Flags.boolean({
    description: 'Leave secrets, addresses and names out of everything written, for others to read.',
    helpGroup: 'OUTPUT',
    env: 'MASQUE_REDACT',
  }),
}
