/** What an observation leaves behind when it meets an obstacle while more of it is under way: nothing. */
import {expect, it} from 'vitest'
import requirement from '../../src/lib/requirements/rfc9298/5-unknown-context/requirement.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import {Obstacle} from '../../src/lib/spec/rig.js'
import {inconclusive} from '../../src/lib/spec/verdict.js'
import {observeOnce} from '../../src/lib/suite/observe.js'
import {SuiteWorld} from '../requirements/support/world.js'

const PROBE: Probe = {requirement, observe: () => Promise.resolve(null), judge, silence: null, faults: {}}
const NEVER = new AbortController().signal

function judge() {
  return inconclusive('nothing was seen')
}

it.each(['3', '2', '1.1'] as const)('over HTTP/%s closes a connection that comes to be after it', async http => {
  const world = await SuiteWorld.open()
  const probe: Probe = {
    ...PROBE,
    observe: (rig, signal) =>
      Promise.all([rig.connect(signal), Promise.reject(new Obstacle('inconclusive', 'in the way'))]),
  }
  const {verdict, bug} = await world.run(observeOnce(probe, world.context(http), NEVER))
  expect({verdict, bug}).toEqual({verdict: inconclusive('in the way'), bug: undefined})
  await world.close()
})

it('closes what comes to be after it, even where nobody listens to the signal', async () => {
  const world = await SuiteWorld.open()
  const probe: Probe = {
    ...PROBE,
    observe: rig => Promise.all([rig.connect(NEVER), Promise.reject(new Obstacle('inconclusive', 'in the way'))]),
  }
  await world.run(observeOnce(probe, world.context('3'), NEVER))
  await world.close()
})
