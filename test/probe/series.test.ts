/** Round trips: from sending to the kernel's receive time, without what the target had it for. */
import {expect, it} from 'vitest'
import {Series, type Understood} from '../../src/lib/probe/series.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import type {UdpTunnel} from '../../src/lib/tunnel/connect-udp.js'

const answered = async (heldNs: bigint | undefined): Promise<number | undefined> => {
  const clock = new VirtualClock()
  const understood: Understood = {number: 0, detail: '', ...(heldNs !== undefined && {heldNs})}
  const never = new Promise<never>(() => undefined)
  const tunnel = {
    ended: never,
    send: () => {
      clock.after(10, () => {
        const payload = Uint8Array.of(1)
        series.onArrival({payload, atNs: clock.nowNs(), carrier: 'frame'})
      })
      return Promise.resolve('accepted')
    },
  } as unknown as UdpTunnel
  const series = new Series(
    tunnel,
    clock,
    0,
    () => understood,
    () => undefined,
  )
  const plan = {count: 1, intervalMs: 0, timeoutMs: 1000}
  const {replies} = await clock.run(series.run(plan, () => Uint8Array.of(0), new AbortController().signal))
  return replies[0]?.rttMs
}

it.each([
  ['is not told', undefined, 10],
  ['was a part of it', 4_000_000n, 6],
  ['cannot be', 11_000_000n, 10],
  ['is no time at all', -5n, 10],
])('when that %s', async (_, heldNs, rttMs) => {
  expect(await answered(heldNs)).toBe(rttMs)
})
