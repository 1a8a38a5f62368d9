/**
 * What a peer sent, made harmless for a terminal: control characters could move the cursor, recolour or answer for the
 * user; format characters could reverse the order of what is read.
 */

/** Escapes everything that is not plainly visible, as \xNN or \u{NNNN}. A backslash stays, so this is not reversible. */
export function escape(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, character => {
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16).padStart(2, '0')
    return code < 0x100 ? `\\x${hex}` : `\\u{${hex}}`
  })
}

/** At most `columns` wide; what is cut is shown to be cut. */
export function truncate(text: string, columns: number, ellipsis: string): string {
  if (text.length <= columns) return text
  return text.slice(0, Math.max(0, columns - ellipsis.length)) + ellipsis
}
