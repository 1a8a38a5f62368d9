/** What somebody who mistyped a word had perhaps in mind. */
import {distance} from 'fastest-levenshtein'

/** Only what is near enough to be a slip, or what the word begins. */
export function closest(text: string, known: readonly string[]): string | undefined {
  const wanted = text.toLowerCase()
  if (wanted === '') return undefined
  const beginning = known.filter(word => word.toLowerCase().startsWith(wanted))
  if (wanted.length > 1 && beginning.length === 1) return beginning[0]
  const ranked = known.map(word => ({word, far: distance(wanted, word.toLowerCase())}))
  const [best] = ranked.sort((left, right) => left.far - right.far)
  return best && best.far <= Math.ceil(wanted.length / 3) ? best.word : undefined
}
