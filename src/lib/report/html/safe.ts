/**
 * HTML from templates in which every value is text unless it is HTML of ours: what is forgotten is escaped. Controls and
 * characters that change the direction of reading are made visible first.
 */
import {escape} from '../../style/escape.js'

export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | undefined | readonly Html[]

/**
 * A value is the same in text and in attributes, which are always quoted. Line breaks stay, the indentation of our source
 * does not. (Not called `html`: Prettier would lay it out anew, and white space matters to the policy and to commands.)
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, index) => part.replaceAll(/\n +/g, '\n') + shown(values[index])).join(''))
}

/** Joined as they are. */
export function all(list: readonly Html[]): Html {
  return new Html(list.map(({text}) => text).join(''))
}

function shown(value: Value): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return all(value).text
  return escape(value).replaceAll(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`)
}
