/** `send DATA`: a UDP payload, or an IP packet, to the other end of the tunnel. */
import {readData, takeData} from '../grammar/data.js'
import {choice, count} from '../grammar/param.js'
import {writeContext} from '../../wire/http-datagram.js'
import type {Sending} from '../session/sending.js'
import {sendEverywhere, dryEverywhere, ON} from './send-word.js'
import {DONE} from '../session/outcome.js'
import {define} from './word.js'

export const dataParam = {
  label: 'DATA',
  read: readData,
  complete: () => ['hex:', 'text:', 'random:', 'zero:', '@'],
} as const
export const carrierParam = choice(['frame', 'capsule'])

export default define({
  name: 'send',
  group: 'sending',
  summary: 'Send DATA through the tunnel, as a UDP payload or an IP packet.',
  details: [
    'DATA is "text", text:…, hex:…, base64:…, @FILE, random:N, zero:N, dns:NAME, stun, ntp or quic-vn.',
    'It goes in the Context ID that set context says, 0 by default (RFC 9298 section 5).',
  ],
  examples: ['send "hello"', 'send hex:00ff --times 3', 'send dns:example.com --on t2 --as capsule'],
  acts: true,
  required: {data: dataParam},
  options: {...ON, as: carrierParam, times: count('N', 1, 10_000)},
  async run({data, on, as: carrier, times = 1}, {session}, signal) {
    const context = session.sticky.get('context')
    for (let sent = 0; sent < times; sent++) {
      const bytes = await takeData(data, session.sources)
      const sending: Sending = {send: 'datagram', payload: writeContext(context, bytes), carrier}
      const outcome = await sendEverywhere(session, on, () => sending, signal)
      if (outcome.outcome !== 'done') return outcome
    }
    return DONE
  },
  async dry({data, on, as: carrier}, {session}) {
    const payload = writeContext(session.sticky.get('context'), await takeData(data, session.sources))
    return dryEverywhere(session, on, () => ({send: 'datagram', payload, carrier}))
  },
})
