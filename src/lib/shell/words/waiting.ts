/** Words that take time: `wait`, `hold` and `flush`. */
import {sleep} from '../../spec/clock.js'
import {duration} from '../grammar/param.js'
import {DONE} from '../session/outcome.js'
import {flush as flushHeld} from '../session/sending.js'
import {define} from './word.js'

export const wait = define({
  name: 'wait',
  group: 'waiting',
  summary: 'Do nothing for a while; what comes back is shown meanwhile.',
  examples: ['wait 500ms', 'wait 2s'],
  required: {time: duration},
  async run({time}, {session}, signal) {
    await sleep(session.clock, time, signal)
    return DONE
  },
})

export const hold = define({
  name: 'hold',
  group: 'sending',
  summary: 'Keep back what is sent from now on, until flush.',
  details: ['For things that should go out together: datagrams in one batch, octets of a stream in one write.'],
  examples: ['hold; send "a"; send "b"; flush'],
  async run(_, {session}) {
    session.held ??= []
    return DONE
  },
})

export const flush = define({
  name: 'flush',
  group: 'sending',
  summary: 'Send what was held, all at once.',
  examples: ['flush'],
  acts: true,
  async run(_, {session}, signal) {
    return flushHeld(session, signal)
  },
})
