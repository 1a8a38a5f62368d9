/** Text files piece by piece: lines, or the records of a JSON text sequence (RFC 7464), without holding the whole. */

/** A piece that is longer is cut: nothing here is worth more memory. */
const MAX_PIECE = 32 << 20

/** Pieces without their separator. The last one may be cut off. */
export async function* pieces(
  input: AsyncIterable<Uint8Array>,
  separator: '\n' | '\u001e',
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let held: string[] = []
  let heldLength = 0
  for await (const chunk of input) {
    const [first = '', ...more] = decoder.decode(chunk, {stream: true}).split(separator)
    heldLength += first.length
    if (heldLength <= MAX_PIECE) held.push(first)
    for (const text of more) {
      yield held.join('')
      held = [text]
      heldLength = text.length
    }
  }
  const last = held.join('') + decoder.decode()
  if (last !== '') yield last
}
