/** Waits for a condition on the real clock: a few milliseconds at a time, ten seconds at most. */
export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  const started = performance.now()
  while (!condition()) {
    if (performance.now() - started > 10_000) throw new Error(`${what} did not come true within 10 s`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}
