/** `capsule TYPE DATA`: a capsule, right or wrong. */
import {takeData, type Data, type DataSources} from '../grammar/data.js'
import {capsuleType} from '../grammar/registries.js'
import {capsuleName} from '../decode/describe.js'
import type {Sending} from '../session/sending.js'
import {dataParam} from './send.js'
import {dryEverywhere, ON, sendEverywhere} from './send-word.js'
import {spoil, SPOIL, type Spoil} from './spoil.js'
import {define} from './word.js'

const FORMAT = 'RFC 9297 section 3.2'

async function make(wish: Spoil & {type: bigint; data?: Data}, sources: DataSources): Promise<Sending> {
  const {type, data} = wish
  const value = data ? await takeData(data, sources) : new Uint8Array(0)
  const {bytes, breaks, isOdd} = spoil(type, value, wish, FORMAT)
  if (!isOdd) return {send: 'capsule', type, value}
  return {send: 'data', bytes, meant: `capsule ${capsuleName(type)} as asked for`, breaks}
}

export default define({
  name: 'capsule',
  group: 'sending',
  summary: 'Send a capsule: TYPE by name or number, DATA as its value.',
  details: [
    '--length lies about the length, --varint-width writes type and length wider than they need to be (legal),',
    '--truncate N sends the first N octets only. An unknown type must be skipped (RFC 9297 section 3.2).',
  ],
  examples: ['capsule 0x2f1 "hello"', 'capsule DATAGRAM hex:00 --length 9', 'capsule 0x40 zero:8 --truncate 3'],
  acts: true,
  required: {type: capsuleType},
  optional: {data: dataParam},
  options: {...SPOIL, ...ON},
  async run(wish, {session}, signal) {
    const sending = await make(wish, session.sources)
    return sendEverywhere(session, wish.on, () => sending, signal)
  },
  async dry(wish, {session}) {
    const sending = await make(wish, session.sources)
    return dryEverywhere(session, wish.on, () => sending)
  },
})
