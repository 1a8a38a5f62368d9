/** Versions by their numbers: 2.9 is older than 2.28. */

export function isAtLeast(found: string, wanted: string): boolean {
  const [have, want] = [numbers(found), numbers(wanted)]
  for (const [index, part] of want.entries()) {
    const own = have[index] ?? 0
    if (own !== part) return own > part
  }
  return true
}

export function newest(versions: readonly string[]): string | undefined {
  return [...versions].sort((a, b) => (a === b ? 0 : isAtLeast(a, b) ? -1 : 1))[0]
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(part => Number.parseInt(part, 10) || 0)
}
