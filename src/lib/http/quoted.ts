/** What a peer wrote, in a sentence of ours: as much of it as a sentence bears. The whole is in the result. */
const MAX_QUOTED = 200

export function quoted(text: string): string {
  return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED)}… (${text.length} characters)`
}
