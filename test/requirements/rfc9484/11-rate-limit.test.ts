import probe from '../../../src/lib/requirements/rfc9484/11-rate-limit/probe.js'
import {judges} from '../support/judging.js'

const step = (perSecond: number, sent: number, answered: number) => ({perSecond, sent, answered})

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['no echo before', {before: false, steps: [step(50, 10, 10)]}, 'inconclusive', 'no echo crossed'],
  ['no step', {before: true, steps: []}, 'inconclusive', 'no echo crossed'],
  [
    'no limit',
    {before: true, steps: [step(50, 10, 10), step(100, 20, 16)]},
    'observed',
    'no limit was met: 10 of 10 at 50 a second, 16 of 20 at 100',
  ],
  [
    'a limit',
    {before: true, steps: [step(50, 10, 10), step(100, 20, 15)]},
    'observed',
    'from 100 a second on: 10 of 10',
  ],
  ['measured by the first step', {before: true, steps: [step(50, 10, 5), step(100, 20, 8)]}, 'observed', 'no limit'],
  ['a bad path', {before: true, steps: [step(50, 10, 4), step(100, 20, 0)]}, 'inconclusive', 'the path itself'],
  ['nothing left us', {before: true, steps: [step(50, 0, 0)]}, 'inconclusive', 'the path itself'],
])
