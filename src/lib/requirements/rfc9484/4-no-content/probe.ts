import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {templateOf} from '../../../stimuli/ask-ip.js'
import {successWith, withFields} from '../../../stimuli/faulty-response.js'
import {IP_UPGRADE_TOKEN} from '../../../tunnel/connect-ip.js'
import {fromLatin1} from '../../../wire/bytes.js'
import * as frame from '../../../wire/h3-frame.js'
import requirement from './requirement.js'

const CONTENT_FIELDS = ['content-length', 'content-type', 'transfer-encoding']

interface Seen {
  /** null: no success came. */
  readonly status: number | null
  /** Of the three, `name: value`. */
  readonly fields: readonly string[]
  /** Capsules and datagrams that were read from the stream or beside it. */
  readonly arrivals: number
  /** Of the first capsule; undefined kinds are told as numbers. null: none came. */
  readonly firstType: string | null
  readonly ending: EndingSeen | null
}

const NOTHING: Seen = {status: null, fields: [], arrivals: 0, firstType: null, ending: null}

/** DATAGRAM, and what RFC 9484 defines: nothing else is expected first of all. */
const EXPECTED = new Set(['0', '1', '2', '3'])

async function head(rig: Rig, signal: AbortSignal): Promise<Pick<Seen, 'status' | 'fields'>> {
  const template = templateOf(rig)
  const {scheme, authority} = template
  const answer = await rig.ask({protocol: IP_UPGRADE_TOKEN, scheme, authority, path: template.expand({})}, signal)
  const isSuccess = answer.kind === 'success' || (answer.kind === 'refused' && answer.problem !== null)
  if (!isSuccess) return {status: null, fields: []}
  const fields = answer.headers
    .filter(([name]) => CONTENT_FIELDS.includes(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${JSON.stringify(value.slice(0, 60))}`)
  return {status: answer.status, fields}
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answer = await head(rig, signal)
    if (answer.status === null || answer.fields.length > 0) return {...NOTHING, ...answer}
    const tunnel = await rig.openIp(signal)
    const isSaid = (): boolean => tunnel.arrivals.length > 0 || tunnel.ending() !== null
    // Who says nothing by itself is asked for something.
    if (!(await rig.until(isSaid, rig.patienceMs / 2, signal))) await tunnel.ready(signal)
    const capsule = tunnel.arrivals.find(arrival => arrival.kind === 'capsule')
    const firstType = capsule ? String(capsule.type) : null
    return {...answer, arrivals: tunnel.arrivals.length, firstType, ending: tunnel.ending()}
  },
  judge({status, fields, arrivals, firstType, ending}) {
    if (status === null) return inconclusive('no request for an IP tunnel succeeded')
    if (fields.length > 0) return observed(`the success (${status}) has ${fields.join(', ')}`)
    if (ending?.by === 'us') return observed(`what followed the success is no sequence of capsules: ${ending.detail}`)
    if (firstType !== null && !EXPECTED.has(firstType)) {
      return observed(`behind the success there came a capsule of type ${firstType}, which may be octets that are none`)
    }
    if (arrivals === 0) return inconclusive('nothing came on the stream')
    return pass(`the success (${status}) has no field of content, and what followed it was capsules`)
  },
  silence: NOTHING,
  faults: {
    'says-how-long-it-is': successWith(withFields(['content-length', '0'])),
    'says-what-it-is': successWith(withFields(['content-type', 'text/plain'])),
    'begins-with-a-line-of-text': {ip: {session: {preface: fromLatin1('OK\r\n')}}, over: ['2', '1.1']},
    'begins-with-a-frame-of-text': {
      ip: {session: {preface: frame.write(frame.DATA, fromLatin1('OK\r\n'))}},
      over: ['3'],
    },
  },
})
