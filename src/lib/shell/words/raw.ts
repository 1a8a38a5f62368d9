/** `raw DATA`: octets onto the tunnel's stream, without any framing of ours. */
import {takeData} from '../grammar/data.js'
import type {Sending} from '../session/sending.js'
import {dataParam} from './send.js'
import {dryEverywhere, ON, sendEverywhere} from './send-word.js'
import {define} from './word.js'

export default define({
  name: 'raw',
  group: 'sending',
  summary: 'Put octets on the stream of the tunnel as they are.',
  details: [
    'Over HTTP/3 they are read as frames, over HTTP/2 and HTTP/1.1 as capsules: send a half of something, or garbage.',
  ],
  examples: ['raw hex:00', 'raw random:100', 'raw @garbage.bin --on t2'],
  acts: true,
  required: {data: dataParam},
  options: ON,
  async run({data, on}, {session}, signal) {
    const sending: Sending = {send: 'stream', bytes: await takeData(data, session.sources), meant: 'raw', breaks: []}
    return sendEverywhere(session, on, () => sending, signal)
  },
  async dry({data, on}, {session}) {
    const bytes = await takeData(data, session.sources)
    return dryEverywhere(session, on, () => ({send: 'stream', bytes, meant: 'raw', breaks: []}))
  },
})
