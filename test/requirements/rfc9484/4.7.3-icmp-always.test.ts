import probe from '../../../src/lib/requirements/rfc9484/4.7.3-icmp-always/probe.js'
import {judges} from '../support/judging.js'

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no tunnel was to be had'],
  ['one route for all', {protocols: [17, 0], echoed: true, control: true}, 'inconclusive', 'no tunnel was to be had'],
  ['it passes', {protocols: [17], echoed: true, control: false}, 'pass', 'routes say protocol 17'],
  ['it does not', {protocols: [6, 17], echoed: false, control: true}, 'fail', 'protocol 6, 17'],
  ['nothing passes', {protocols: [17], echoed: false, control: false}, 'inconclusive', 'for all protocols either'],
])
