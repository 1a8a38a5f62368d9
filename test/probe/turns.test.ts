import {describe, expect, it} from 'vitest'
import {Turns} from '../../src/lib/probe/turns.js'

const {signal} = new AbortController()

function gate(): {readonly opened: Promise<void>; open: () => void} {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return {opened, open: () => open()}
}

describe('turns', () => {
  it('let those that share go on side by side, and one that wants to be alone wait for all of them', async () => {
    const turns = new Turns()
    const told: string[] = []
    const [first, second] = [gate(), gate()]
    const sharing = [first, second].map(({opened}, index) =>
      turns.share(async () => {
        told.push(`begin ${index}`)
        await opened
        told.push(`end ${index}`)
      }, signal),
    )
    const alone = turns.alone(() => Promise.resolve(told.push('alone')), signal)
    second.open()
    await sharing[1]
    expect(told).toEqual(['begin 0', 'begin 1', 'end 1'])
    first.open()
    await alone
    expect(told).toEqual(['begin 0', 'begin 1', 'end 1', 'end 0', 'alone'])
  })

  it('keep everybody out while one is alone, also when it fails', async () => {
    const turns = new Turns()
    const told: string[] = []
    const failing = turns.alone(async () => {
      await Promise.resolve()
      told.push('alone')
      throw new Error('no')
    }, signal)
    const after = turns.share(() => Promise.resolve(told.push('shared')), signal)
    await expect(failing).rejects.toThrow('no')
    await after
    expect(told).toEqual(['alone', 'shared'])
  })

  it('end for those who are told to stop waiting', async () => {
    const turns = new Turns()
    const {opened, open} = gate()
    const busy = turns.alone(() => opened, signal)
    const stop = new AbortController()
    const waiting = turns.share(() => Promise.resolve(), stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    open()
    await busy
  })
})
