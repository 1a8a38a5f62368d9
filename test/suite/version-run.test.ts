/** What a control has to say about a verdict, and what is kept of facts that did not decide. */
import {expect, it} from 'vitest'
import honest from '../../src/lib/requirements/rfc9298/5-unknown-context/probe.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import {fail} from '../../src/lib/spec/verdict.js'
import {VersionRun, type Looked} from '../../src/lib/suite/version-run.js'
import {SuiteWorld} from '../requirements/support/world.js'

const NEVER = new AbortController().signal

async function look(observe: (world: SuiteWorld) => void): Promise<Looked> {
  const world = await SuiteWorld.open()
  const probe: Probe = {
    ...honest,
    observe: () => {
      observe(world)
      return Promise.resolve({seen: true})
    },
    judge: () => fail('this', 'that'),
  }
  const looked = await world.run(
    (async () => {
      await using run = await VersionRun.begin(world.context('3'), {confirm: 0, reproduce: id => id}, NEVER)
      return await run.look(probe, NEVER)
    })(),
  )
  await world.close()
  return looked
}

it('an accusation beside which the control lives stands, with its facts', async () => {
  const {result, seen} = await look(() => undefined)
  expect(result.outcome).toBe('fail')
  expect(seen).toEqual({seen: true})
})

it('one beside which the control fell silent is none, and its facts are not kept to be judged again', async () => {
  const {result, seen} = await look(world => {
    world.cut()
  })
  expect(result.outcome).toBe('inconclusive')
  expect(result.because).toContain('the control afterwards failed as well')
  expect(seen).toBeUndefined()
})
