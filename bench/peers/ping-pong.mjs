// One datagram there and back, again and again: the same driver for every transport, so that only they differ.

const PATIENCE_MS = 2000

/**
 * @param {number} count
 * @param {(reply: () => void) => () => unknown} open takes whom to call at each answer, gives how to send
 * @returns {Promise<number>} the median, in microseconds
 */
export async function pingPong(count, open) {
  const times = new Float64Array(count)
  let done = 0
  let sentAt = 0
  let watchdog
  await new Promise((resolve, reject) => {
    const send = open(() => {
      times[done++] = performance.now() - sentAt
      if (done === count) resolve()
      else next()
    })
    const next = () => {
      watchdog.refresh()
      sentAt = performance.now()
      send()
    }
    watchdog = setTimeout(() => {
      reject(new Error(`no answer to datagram ${done + 1} of ${count}`))
    }, PATIENCE_MS)
    next()
  }).finally(() => {
    clearTimeout(watchdog)
  })
  return times.sort()[count >> 1] * 1000
}
