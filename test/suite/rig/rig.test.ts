/** The rig of an observation closes all that was opened through it, also what comes up when it is over. */
import {expect, it} from 'vitest'
import {Obstacle} from '../../../src/lib/spec/rig.js'
import {ObservationRig} from '../../../src/lib/suite/rig/rig.js'
import {SuiteWorld} from '../../requirements/support/world.js'

const NEVER = new AbortController().signal

it.each(['3', '2', '1.1'] as const)('over HTTP/%s what is opened after the end is closed at once', async http => {
  const world = await SuiteWorld.open()
  const rig = new ObservationRig(world.context(http))
  const late = rig.connect(NEVER).catch((error: unknown) => error)
  await world.run(rig[Symbol.asyncDispose]())
  expect(await world.run(late)).toBeInstanceOf(Obstacle)
  // Nothing is left open, it says.
  await world.close()
})
