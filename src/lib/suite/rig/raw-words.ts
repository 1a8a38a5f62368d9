/** What raw connections say and hear, in words for a timeline: short, and without anybody's credentials. */
import type {HeaderList} from '../../http/transport.js'

const MAX_VALUE = 60
const MAX_NAMES = 12

/** Values of pseudo-headers only: among others there are credentials. */
export function requestWords(fields: HeaderList): string {
  const pseudo = fields.filter(([name]) => name.startsWith(':')).map(([name, value]) => `${name}=${cut(value)}`)
  const others = fields.filter(([name]) => !name.startsWith(':')).map(([name]) => cut(name))
  const shown = [...pseudo, ...others]
  const more = shown.length > MAX_NAMES ? [`and ${shown.length - MAX_NAMES} more`] : []
  return `request ${[...shown.slice(0, MAX_NAMES), ...more].join(' ')}`
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text
}
