/** Waiting for the end of what lives longer must leave nothing there. */
import {describe, expect, it} from 'vitest'
import {Watchers} from '../../src/lib/http/watchers.js'

describe('watchers', () => {
  it('are told once, unless they left', async () => {
    let settle!: (value: string) => void
    const watchers = new Watchers(new Promise<string>(resolve => (settle = resolve)))
    const told: string[] = []
    watchers.add(value => told.push(`first ${value}`))
    const leave = watchers.add(value => told.push(`second ${value}`))
    leave()
    expect(watchers.count).toBe(1)
    settle('end')
    await Promise.resolve()
    expect(told).toEqual(['first end'])
    expect(watchers.count).toBe(0)
  })

  it('that come too late are told at once', async () => {
    const watchers = new Watchers(Promise.resolve('end'))
    await Promise.resolve()
    const told: string[] = []
    watchers.add(value => told.push(value))
    expect(told).toEqual(['end'])
  })
})
