/** Yes and no, as people write them into variables. */
export function readTruth(text: string): boolean | undefined {
  if (/^(true|yes|y|on|1)$/i.test(text)) return true
  if (/^(false|no|n|off|0)$/i.test(text)) return false
  return undefined
}
