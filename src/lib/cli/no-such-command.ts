/** What was probably meant by words that are no command. */
import {distance} from 'fastest-levenshtein'
import {CliError} from './errors.js'

/** More slips than that, and it is another word. */
const NEAR = 2

type Words = readonly string[]

/** @param typed the command's words, and maybe what followed them */
export function noSuchCommand(typed: Words, known: readonly Words[]): CliError {
  const [first = '', second] = typed
  const isTopic = known.some(([topic, ...rest]) => topic === first && rest.length > 0)
  const said = isTopic && second !== undefined ? `${first} ${second}` : first
  const near = nearest(typed, known)
  const next = near === undefined ? `masque help${isTopic ? ` ${first}` : ''}` : `masque ${near}`
  return new CliError(`there is no command '${said}'`, {code: 'no-such-command', next})
}

function nearest(typed: Words, known: readonly Words[]): string | undefined {
  const [best] = known
    .map(words => ({words, slips: distance(typed.slice(0, words.length).join(' '), words.join(' '))}))
    .sort((one, other) => one.slips - other.slips)
  return best && best.slips <= NEAR ? best.words.join(' ') : undefined
}
