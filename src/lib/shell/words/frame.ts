/** `frame TYPE DATA`: a frame of HTTP/3 on the tunnel's request stream, where only DATA belongs. */
import {takeData, type Data, type DataSources} from '../grammar/data.js'
import {frameType} from '../grammar/registries.js'
import * as frame from '../../wire/h3-frame.js'
import {UserError} from '../session/outcome.js'
import type {Sending} from '../session/sending.js'
import type {ShellTunnel} from '../session/tunnel.js'
import {dataParam} from './send.js'
import {dryEverywhere, ON, sendEverywhere} from './send-word.js'
import {spoil, SPOIL, type Spoil} from './spoil.js'
import {define} from './word.js'

const FORMAT = 'RFC 9114 section 7.1'

/** RFC 9114 section 4.4: once a tunnel is open its stream carries DATA and frames of unknown type. */
function misplaced(type: bigint): {rule: string; reference: string}[] {
  if (type === frame.DATA || frame.isReserved(type) || type > frame.MAX_PUSH_ID) return []
  return [{rule: `${frame.name(type)} on the stream of an open tunnel`, reference: 'RFC 9114 section 4.4'}]
}

async function make(wish: Spoil & {type: bigint; data?: Data}, sources: DataSources): Promise<Sending> {
  const {type, data} = wish
  const value = data ? await takeData(data, sources) : new Uint8Array(0)
  const {bytes, breaks} = spoil(type, value, wish, FORMAT)
  return {send: 'stream', bytes, meant: `frame ${frame.name(type)}`, breaks: [...misplaced(type), ...breaks]}
}

/** @throws UserError */
function overHttp3(sending: Sending): (made: ShellTunnel) => Sending {
  return ({name, outer}) => {
    if (outer.http === '3') return sending
    throw new UserError(`frame is for HTTP/3, and ${name} is HTTP/${outer.http}: raw puts octets on its stream`)
  }
}

export default define({
  name: 'frame',
  group: 'sending',
  summary: 'Send a frame of HTTP/3 on the stream of the tunnel.',
  details: ['TYPE is a name (DATA, HEADERS, SETTINGS, …) or a number; it is spoilt like a capsule is.'],
  examples: ['frame 0x21 "grease"', 'frame DATA hex:0000', 'frame SETTINGS hex:0801'],
  acts: true,
  required: {type: frameType},
  optional: {data: dataParam},
  options: {...SPOIL, ...ON},
  async run(wish, {session}, signal) {
    return sendEverywhere(session, wish.on, overHttp3(await make(wish, session.sources)), signal)
  },
  async dry(wish, {session}) {
    return dryEverywhere(session, wish.on, overHttp3(await make(wish, session.sources)))
  },
})
