/** What counts as met, as proven wrong, and as undecided; and what a whole script then comes to. */
import {describe, expect, it} from 'vitest'
import {Results} from '../../src/lib/shell/script/results.js'
import {drive} from '../../src/lib/shell/script/drive.js'
import type {Outcome} from '../../src/lib/shell/session/outcome.js'
import type {Tunnel} from '../../src/lib/http/transport.js'
import {hex} from '../support/bytes.js'
import {accepting, echoing, ShellWorld, type Serve} from './world.js'

const OPEN = 'open udp 192.0.2.53:53'
const silent = accepting()

const refusing: Serve = incoming => void incoming.refuse({status: 403, headers: []})
const resetting: Serve = accepting(tunnel => void tunnel.abort(0x10en))
const finishing: Serve = accepting(tunnel => void tunnel.finish())
const sending = (use: (tunnel: Tunnel) => void): Serve => accepting(use)
const capsules = sending(tunnel => {
  void tunnel.send({kind: 'capsule', type: 0x01n, value: hex('00')}).then(() => tunnel.finish())
})

async function outcome(script: string, serve: Serve): Promise<string> {
  const world = new ShellWorld({serve})
  return (await world.run(script)).outcome
}

describe('datagrams', () => {
  it.each([
    [`${OPEN}; send "a"; expect datagram within 1s`, echoing, 'met'],
    [`${OPEN}; send "abc"; expect datagram len 3`, echoing, 'met'],
    [`${OPEN}; send "abc"; expect datagram payload "abc" context 0`, echoing, 'met'],
    [`${OPEN}; send "abc"; expect datagram len 4 within 1s`, echoing, 'undecided'],
    [`${OPEN}; send "abc"; expect datagram context 2 within 1s`, echoing, 'undecided'],
    [`${OPEN}; expect datagram within 1s`, silent, 'undecided'],
    // It may have been lost before the end.
    [`${OPEN}; expect datagram`, resetting, 'undecided'],
    // By the stream nothing is lost.
    [`${OPEN} --datagrams capsules; expect datagram`, finishing, 'violated'],
    [`${OPEN}; expect datagram`, refusing, 'undecided'],
  ] as const)('%s', async (script, serve, expected) => {
    expect(await outcome(script, serve)).toBe(expected)
  })

  it('each meets one expectation', async () => {
    expect(await outcome(`${OPEN}; send "a"; expect datagram; expect datagram within 1s`, echoing)).toBe('undecided')
    expect(await outcome(`${OPEN}; send "a"; send "b"; expect datagram; expect datagram`, echoing)).toBe('met')
    expect(
      await outcome(`${OPEN}; send "a"; send "b"; expect datagram payload "b"; expect datagram payload "a"`, echoing),
    ).toBe('met')
  })

  it('what came before the question was asked is no answer to it', async () => {
    expect(await outcome(`${OPEN}; send "a"; wait 1s; send "b"; expect datagram payload "a" within 1s`, echoing)).toBe(
      'undecided',
    )
  })
})

describe('what is reliable', () => {
  it.each([
    [`expect capsule ADDRESS_ASSIGN within 1s`, capsules, 'met'],
    [`expect capsule 1 len 1 payload hex:00`, capsules, 'met'],
    [`expect capsule`, capsules, 'met'],
    [`expect capsule ROUTE_ADVERTISEMENT within 1s`, capsules, 'violated'],
    [`expect capsule within 1s`, silent, 'undecided'],
    [`expect response 200`, silent, 'met'],
    [`expect response 2xx`, silent, 'met'],
    [`expect response 4xx`, silent, 'violated'],
    [`expect response 403`, refusing, 'met'],
    [`expect response 4xx`, refusing, 'met'],
    [`expect response`, refusing, 'met'],
    [`expect reset`, resetting, 'met'],
    [`expect reset H3_MESSAGE_ERROR`, resetting, 'met'],
    [`expect reset 0x33`, resetting, 'violated'],
    [`expect reset`, finishing, 'violated'],
    [`expect reset`, refusing, 'violated'],
    [`expect reset within 1s`, silent, 'undecided'],
    [`expect finished`, finishing, 'met'],
    [`expect finished`, resetting, 'violated'],
    [`close; expect finished within 1s`, silent, 'undecided'],
  ] as const)('%s', async (line, serve, expected) => {
    expect(await outcome(`${OPEN}; ${line}`, serve)).toBe(expected)
  })

  it('a lost connection is held against nobody', async () => {
    const world = new ShellWorld({serve: silent})
    await world.run(OPEN)
    world.cut({by: 'network', how: 'timed-out', scope: 'connection', detail: 'nothing came'})
    for (const line of ['expect reset', 'expect finished', 'expect capsule', 'expect datagram']) {
      expect(await world.line(line)).toMatchObject({outcome: 'undecided'})
    }
  })
})

describe('a whole script', () => {
  const exit = async (script: string, serve: Serve, mustTest = true): Promise<number> => {
    const results = await conclude(script, serve)
    return results.conclude({interrupted: false, failOn: 'must', mustTest}).exitCode
  }

  async function conclude(script: string, serve: Serve): Promise<Results> {
    const world = new ShellWorld({serve})
    const results = new Results()
    await world.run(script)
    for (const [number, of] of world.outcomes.entries()) results.take(of, `line ${number}`)
    return results
  }

  it.each([
    ['all met', `${OPEN}; send "a"; expect datagram`, echoing, 0],
    ['one proven wrong', `${OPEN}; expect response 403; expect datagram within 1s`, echoing, 1],
    ['a time that ran out', `${OPEN}; expect datagram within 1s`, silent, 3],
    ['nothing tested is not green', `${OPEN}; send "a"`, echoing, 3],
    ['a refusal that nobody expected', OPEN, refusing, 3],
    ['a refusal that was expected', `${OPEN}; expect response 403`, refusing, 0],
    ['a line that could not be done', `${OPEN}; expect response 200; send zero:5000`, echoing, 3],
    ['silence alone', `${OPEN}; expect nothing within 1s`, silent, 3],
    ['silence after a control', `${OPEN}; send "a"; expect datagram; expect nothing within 1s`, echoing, 3],
    [
      'silence between two controls',
      `${OPEN}; send "a"; expect datagram; expect nothing within 1s; send "b"; expect datagram`,
      echoing,
      0,
    ],
    ['no silence', `${OPEN}; send "a"; expect nothing within 1s`, echoing, 1],
  ] as const)('%s', async (_, script, serve, expected) => {
    expect(await exit(script, serve)).toBe(expected)
  })

  it('turns as --fail-on says', async () => {
    const undecided = await conclude(`${OPEN}; expect datagram within 1s`, silent)
    const violated = await conclude(`${OPEN}; expect response 403`, silent)
    const code = (results: Results, failOn: 'must' | 'inconclusive' | 'never'): number =>
      results.conclude({interrupted: false, failOn, mustTest: true}).exitCode
    expect([code(undecided, 'must'), code(undecided, 'inconclusive'), code(undecided, 'never')]).toEqual([3, 1, 0])
    expect([code(violated, 'must'), code(violated, 'inconclusive'), code(violated, 'never')]).toEqual([1, 1, 0])
    expect(violated.conclude({interrupted: true, failOn: 'must', mustTest: true}).exitCode).toBe(130)
  })

  it('ends where what follows would rest on nothing, unless told to go on', async () => {
    const script = `${OPEN}; expect datagram within 1s; send "never"`
    const run = async (keepGoing: boolean): Promise<string> => {
      const world = new ShellWorld({serve: silent})
      await world.clock.run(drive(world.items(script), {...world.parts, keepGoing, lingerMs: 0}, world.never))
      return world.transcript
    }
    expect(await run(false)).not.toContain('never')
    expect(await run(true)).toContain('never')
  })

  it('is interrupted in the middle of a word', async () => {
    const world = new ShellWorld({serve: silent})
    const stop = new AbortController()
    world.clock.after(500, () => stop.abort(new Error('stopped')))
    const work = drive(
      world.items(`${OPEN}; wait 10s; send "never"`),
      {...world.parts, keepGoing: true, lingerMs: 0},
      stop.signal,
    )
    await expect(world.clock.run(work)).rejects.toThrow('stopped')
    expect(world.clock.now()).toBe(500)
    expect(world.transcript).not.toContain('never')
  })

  it('waits for answers to its last line for as long as it is told', async () => {
    const world = new ShellWorld()
    await world.clock.run(
      drive(world.items(`${OPEN}; send "a"`), {...world.parts, keepGoing: false, lingerMs: 300}, world.never),
    )
    expect(world.transcript).toContain('echo of')
  })

  it('a line of a pipe that is not understood ends it, and says where', async () => {
    const world = new ShellWorld()
    async function* lines() {
      yield* world.items(OPEN)
      yield* world.items('sned "x"')
    }
    const driven = await world.clock.run(drive(lines(), {...world.parts, keepGoing: true, lingerMs: 0}, world.never))
    expect(driven).toEqual({
      hasActed: true,
      problem: expect.stringContaining("there is no word 'sned'; did you mean send?") as string,
    })
  })
})

it('an outcome is told for every line', async () => {
  const world = new ShellWorld()
  await world.run(`${OPEN}; show; wait 1s`)
  expect(world.outcomes.map(({outcome: of}: Outcome) => of)).toEqual(['done', 'done', 'done'])
})
