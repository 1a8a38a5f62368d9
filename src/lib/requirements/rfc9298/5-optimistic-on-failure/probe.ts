import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp2, RawHttp3} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish, withValue} from '../../../stimuli/malformed-requests.js'
import {askRaw, isSuccess, NOT_TOLD, sendBy, type Told} from '../../../stimuli/raw-udp.js'
import requirement from './requirement.js'

/** Each may be lost. */
const EARLY = 6

type HeaderList = ReturnType<typeof goodFields>

interface Early {
  /** What is wrong with the request; empty: nothing. */
  readonly name: string
  readonly told: Told
  /** Of the datagrams right behind it, at the target; null: not known. */
  readonly reached: number | null
}

interface Seen {
  readonly permitted: Early
  /** Tried one after the other, until one was refused. */
  readonly denied: readonly Early[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const raw = rig.http === '2' ? await rig.rawHttp2(signal) : await rig.rawHttp3(signal)
    await raw.settled(signal)
    const good = goodFields(rig, udpWish(rig))
    const permitted = await tryOne(rig, raw, '', good, signal)
    const denied: Early[] = []
    for (const [name, fields] of denials(rig, good)) {
      if (!isSuccess(permitted.told) || raw.ending()) break
      const tried = await tryOne(rig, raw, name, fields, signal)
      denied.push(tried)
      if (tried.told.kind === 'response' && !isSuccess(tried.told)) break
    }
    return {permitted, denied}
  },
  judge({permitted, denied}) {
    if (!isSuccess(permitted.told)) return inconclusive(`the permitted request fails as well: ${permitted.told.what}`)
    const refused = denied.find(({told}) => told.kind === 'response' && !isSuccess(told))
    const broken = denied.find(({told}) => told.kind === 'over')
    const early = refused ?? broken
    if (!early) return inconclusive('none of the requests that should be was refused')
    const {name, told, reached} = early
    const what = `a request ${name} was ${refused ? `refused with ${told.status}` : `broken off: ${told.what}`}`
    if (reached === null) return inconclusive('the target does not say what reached it: it must be a responder')
    if (reached > 0)
      return fail(
        'nothing is relayed for a request that is refused',
        `${what}, yet ${reached} datagrams right behind it reached the target`,
      )
    if (!permitted.reached)
      return inconclusive(`${what}, but early datagrams of a permitted request do not arrive either`)
    if (!refused) return observed(`${what}; nothing was relayed`)
    return pass(`${what}, and nothing behind it arrived, while of a permitted request ${permitted.reached} did`)
  },
  silence: {permitted: {name: '', told: NOT_TOLD, reached: null}, denied: []},
  faults: {
    'relays-what-it-refuses': {http: {relaysRefused: true}},
  },
})

/** Requests for a tunnel to the target that a proxy has a reason to refuse. */
function denials({place}: Rig, good: HeaderList): readonly (readonly [name: string, fields: HeaderList])[] {
  const secret = new Set(place.headers.map(([name]) => name.toLowerCase()))
  const anonymous = good.filter(([name]) => !secret.has(name))
  return [
    ...(place.hasCredentials ? [['without credentials', anonymous] as const] : []),
    ['for an unknown protocol', withValue(':protocol', 'connect-udp-unknown')(good)],
    ['for another server', withValue(':authority', 'elsewhere.invalid')(good)],
  ]
}

async function tryOne(
  rig: Rig,
  raw: RawHttp3 | RawHttp2,
  name: string,
  fields: HeaderList,
  signal: AbortSignal,
): Promise<Early> {
  const talk = rig.talk()
  const {told} = await askRaw(rig, raw, fields, signal, async exchange => {
    for (let count = 0; count < EARLY; count++) {
      const question = talk.question()
      if (question) await sendBy(raw, exchange, question)
    }
  })
  await rig.sleep(told.kind === 'silence' ? 0 : rig.patienceMs / 2, signal)
  return {name, told, reached: (await talk.reached(signal)) ?? null}
}
