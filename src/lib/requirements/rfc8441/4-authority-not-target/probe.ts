import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {goodFields, withValue} from '../../../stimuli/malformed-requests.js'
import {echoOver} from '../../../stimuli/malformed-trials.js'
import {reads} from '../../../stimuli/other-words.js'
import {
  askFields,
  heardOf,
  meaningOf,
  NOTHING_HEARD,
  openStreams,
  wordsOf,
  type Heard,
} from '../../../stimuli/raw-asking.js'
import {formatTarget, parseTarget} from '../../../tunnel/target.js'
import {UPGRADE_TOKEN} from '../../../tunnel/connect-udp.js'
import {toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface Seen {
  readonly hasTarget: boolean
  readonly control: Heard
  readonly asked: Heard
  /** Of a tunnel that was opened: whether the host in :authority was reached; null: not known. */
  readonly reached: boolean | null
}

const PATH_BYTES = 12

/** Payloads are sent as they are, and in a capsule: whatever the tunnel takes itself for. */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {target} = rig.place
    const nothing = {hasTarget: target !== undefined, control: NOTHING_HEARD, asked: NOTHING_HEARD, reached: null}
    if (!target) return nothing
    const raw = await openStreams(rig, signal)
    const good = goodFields(rig, {
      protocol: UPGRADE_TOKEN,
      path: rig.place.udp.expand({target_host: target.host, target_port: String(target.port)}),
    })
    const control = heardOf(await askFields(rig, raw, good, signal))
    if (meaningOf(control).kind !== 'accepted') return {...nothing, control}
    const path = `/${toHex(rig.random.bytes(PATH_BYTES))}`
    const fields = withValue(':path', path)(withValue(':authority', formatTarget(target))(good))
    const asked = await askFields(rig, raw, fields, signal)
    const {exchange} = asked
    if (meaningOf(asked).kind !== 'accepted' || !exchange) return {...nothing, control, asked: heardOf(asked)}
    // Octets that are no capsule come last: behind them nothing else would be read.
    if (await echoOver(rig, raw, exchange, signal)) return {...nothing, control, asked: heardOf(asked), reached: true}
    const talk = rig.talk()
    const question = talk.question()
    if (question) await exchange.data(question)
    await rig.until(() => raw.ending() !== null, rig.patienceMs, signal)
    const reached = ((await talk.reached(signal)) ?? 0) > 0
    return {...nothing, control, asked: heardOf(asked), reached}
  },
  judge({hasTarget, control, asked, reached}) {
    if (!hasTarget) return inconclusive('there is no responder to name as :authority (--responder HOST:PORT)')
    const controlMeaning = meaningOf(control)
    if (controlMeaning.kind !== 'accepted')
      return inconclusive(`to a good request the proxy ${wordsOf(controlMeaning)}`)
    const meaning = meaningOf(asked)
    const told = `to the responder as :authority and a path that leads nowhere the proxy ${wordsOf(meaning)}`
    switch (meaning.kind) {
      case 'accepted':
        if (reached) return fail('no tunnel to the host in :authority', `${told}, and what was sent arrived there`)
        return inconclusive(`${told}, and no UDP packet arrived at the responder, which does not watch TCP`)
      case 'refused':
      case 'reset':
      case 'connection':
        return pass(told)
      case 'withdrawn':
      case 'empty':
      case 'unreadable':
      case 'silence':
        return inconclusive(told)
    }
  },
  silence: {hasTarget: true, control: NOTHING_HEARD, asked: NOTHING_HEARD, reached: null},
  faults: {
    'leads-to-the-authority': reads(({authority}, served) => {
      if (authority === served.authority) return {}
      const {host, port} = parseTarget(authority)
      return {authority: served.authority, path: served.udpPath({target_host: host, target_port: String(port)})}
    }),
  },
})
