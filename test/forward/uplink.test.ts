/** A connection that comes back: when, how often, and to whom. */
import {describe, expect, it} from 'vitest'
import type {Ending} from '../../src/lib/http/ending.js'
import type {Transport} from '../../src/lib/http/transport.js'
import {Uplink, type Reached, type Uplinked} from '../../src/lib/forward/uplink.js'
import type {Diagnosis} from '../../src/lib/report/document.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'

const SILENT: Diagnosis = {code: 'silent', meaning: 'nothing came back', fault: 'unknown', next: 'wait'}
const GONE: Ending = {by: 'network', how: 'timed-out', scope: 'connection', detail: 'it fell silent'}

interface Fake extends Uplinked {
  readonly number: number
  end(): void
  readonly disposed: () => boolean
}

function fake(number: number): Fake {
  let end: (ending: Ending) => void = () => undefined
  const ended = new Promise<Ending>(resolve => {
    end = resolve
  })
  let disposed = false
  return {
    number,
    transport: {http: '3', ended} as Transport,
    end: () => {
      end(GONE)
    },
    disposed: () => disposed,
    async [Symbol.asyncDispose]() {
      disposed = true
      await Promise.resolve()
    },
  }
}

function world() {
  const clock = new VirtualClock()
  const log: string[] = []
  const made: Fake[] = []
  const state = {reachable: true}
  const uplink = new Uplink<Fake>({
    clock,
    random: seeded(1),
    reach: () => {
      log.push(`try at ${clock.now()}`)
      const reached: Reached<Fake> = state.reachable
        ? {kind: 'connected', connection: fake(made.length + 1)}
        : {kind: 'failed', diagnosis: SILENT}
      if (reached.kind === 'connected') made.push(reached.connection)
      return Promise.resolve(reached)
    },
    onConnected: ({number}) => log.push(`connected ${number}`),
    onLost: why => log.push(`lost: ${why}`),
    onRetry: ({code}, waitMs) => log.push(`${code}, ${waitMs}`),
  })
  const stop = new AbortController()
  return {clock, log, made, state, uplink, stop}
}

const words = (log: readonly string[]): string[] => log.filter(line => !line.startsWith('try'))
const never = new AbortController().signal

describe('an uplink', () => {
  it('says at the start that there is no way, and does not try again', async () => {
    const {state, uplink, log} = world()
    state.reachable = false
    expect(await uplink.connect(never)).toBe(SILENT)
    expect(log).toHaveLength(1)
  })

  it('comes back when it is lost, ever more patiently, and gives the new one to those who wait', async () => {
    const {clock, log, made, state, uplink, stop} = world()
    expect(await uplink.connect(never)).toBeUndefined()
    const kept = uplink.keep(stop.signal)
    kept.catch(() => undefined)
    expect(await uplink.connection(never)).toBe(made[0])
    await clock.advance(20_000)
    state.reachable = false
    made[0]?.end()
    await clock.advance(1)
    const waiting = uplink.connection(never)
    await clock.advance(20_000)
    expect(words(log).slice(0, 4)).toEqual(['connected 1', 'lost: it fell silent', 'silent, 1000', 'silent, 2000'])
    expect(made[0]?.disposed()).toBe(true)
    await clock.advance(600_000)
    // Half of the longest wait and more between two tries.
    const tries = log.filter(line => line.startsWith('try')).map(line => Number(line.split(' ')[2]))
    expect(tries.at(-1)! - tries.at(-2)!).toBeGreaterThanOrEqual(15_000)
    state.reachable = true
    expect(await clock.run(waiting)).toBe(made[1])
    expect(words(log).at(-1)).toBe('connected 2')
    stop.abort(new Error('enough'))
    await expect(kept).rejects.toThrow('enough')
    await uplink[Symbol.asyncDispose]()
    expect(made[1]?.disposed()).toBe(true)
  })

  it('does not hurry to a proxy that takes connections only to drop them', async () => {
    const {clock, log, made, uplink, stop} = world()
    await uplink.connect(never)
    const kept = uplink.keep(stop.signal)
    kept.catch(() => undefined)
    for (let second = 0; second < 120; second++) {
      made.at(-1)?.end()
      await clock.advance(1000)
    }
    expect(log.filter(line => line.startsWith('try')).length).toBeLessThan(14)
    stop.abort(new Error('enough'))
    await expect(kept).rejects.toThrow('enough')
  })

  it('makes another one beside a connection that takes no new tunnels', async () => {
    const {clock, log, made, uplink, stop} = world()
    await uplink.connect(never)
    const kept = uplink.keep(stop.signal)
    kept.catch(() => undefined)
    await clock.advance(20_000)
    uplink.retire(made[0]!)
    await clock.advance(0)
    const next = uplink.connection(never)
    expect(await clock.run(next)).toBe(made[1])
    expect(words(log)).toEqual(['connected 1', 'connected 2'])
    expect(made[0]?.disposed()).toBe(false)
    // It is not the current one any more: to retire it again means nothing.
    uplink.retire(made[0]!)
    await clock.advance(5000)
    expect(made).toHaveLength(2)
    stop.abort(new Error('enough'))
    await expect(kept).rejects.toThrow('enough')
    await uplink[Symbol.asyncDispose]()
    expect(made.every(connection => connection.disposed())).toBe(true)
  })

  it('lets go of who waits when they are told to stop', async () => {
    const {uplink} = world()
    const controller = new AbortController()
    const waiting = uplink.connection(controller.signal)
    controller.abort(new Error('no more'))
    await expect(waiting).rejects.toThrow('no more')
  })
})
