/** `datagram DATA`: an HTTP Datagram in any context, with a Context ID of any width, or with none. */
import {takeData, type DataSources} from '../grammar/data.js'
import {GrammarError} from '../grammar/error.js'
import {integer} from '../grammar/param.js'
import {width} from '../grammar/registries.js'
import {writeContext} from '../../wire/http-datagram.js'
import * as varint from '../../wire/varint.js'
import type {Sending} from '../session/sending.js'
import type {Session} from '../session/session.js'
import {carrierParam, dataParam} from './send.js'
import {dryEverywhere, ON, sendEverywhere} from './send-word.js'
import {define} from './word.js'

interface Wish {
  readonly data: Parameters<typeof takeData>[0]
  readonly context?: bigint
  readonly width?: varint.Width
  readonly bare?: true
  readonly as?: 'frame' | 'capsule'
}

async function make(wish: Wish, session: {sticky: Session['sticky']; sources: DataSources}): Promise<Sending> {
  const bytes = await takeData(wish.data, session.sources)
  const context = wish.context ?? session.sticky.get('context')
  const payload = wish.bare ? bytes : writeContext(context, bytes, wish.width)
  return {send: 'datagram', payload, carrier: wish.as}
}

export default define({
  name: 'datagram',
  group: 'sending',
  summary: 'Send an HTTP Datagram: any Context ID, in any width, or none.',
  details: [
    '--bare sends DATA as the whole HTTP Datagram: nothing is put before it (RFC 9297 section 2).',
    'An unregistered context must be dropped or held, and the tunnel lives on (RFC 9298 section 4).',
  ],
  examples: ['datagram --context 2 "hello"', 'datagram --context 0 --width 8 hex:00', 'datagram --bare hex:40'],
  acts: true,
  required: {data: dataParam},
  options: {context: integer('N', 0n, varint.MAX), width, ...ON, as: carrierParam},
  switches: ['bare'],
  check({context = 0n, width: wide, bare}, [{column}]) {
    if (bare && wide !== undefined) throw new GrammarError('--bare has no Context ID, so no --width', {column})
    if (wide === undefined || varint.size(context) <= wide) return
    throw new GrammarError(`${context} does not fit in ${wide} octets`, {column})
  },
  async run(wish, {session}, signal) {
    const sending = await make(wish, session)
    return sendEverywhere(session, wish.on, () => sending, signal)
  },
  async dry(wish, {session}) {
    const sending = await make(wish, session)
    return dryEverywhere(session, wish.on, () => sending)
  },
})
