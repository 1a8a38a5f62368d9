import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {defaultTemplate, parseTemplate} from '../../../tunnel/template.js'
import {answerWords, goodTarget, pathFor} from '../../../stimuli/odd-targets.js'
import requirement from './requirement.js'

interface Seen {
  /** The user's template is the default one: that is how clients are meant to reach this proxy. */
  readonly isDefault: boolean
  /** A tunnel was had from it before. */
  readonly isOffered: boolean
  readonly configured: Answer
  readonly byDefault: Answer
  /** A path beside it that nobody serves. */
  readonly elsewhere: Answer
}

const SILENCE: Answer = {kind: 'silence', waitedMs: 0}
/** Statuses of a path that leads nowhere, or is not for this. */
const ABSENT: readonly number[] = [400, 404, 405]
const NOWHERE_BYTES = 12

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {place} = rig
    const byTemplate = pathFor(
      {place: {...place, udp: parseTemplate(defaultTemplate(place.udp.authority))}},
      goodTarget(rig),
    )
    const configured = await rig.ask({}, signal)
    const isDefault = byTemplate === pathFor(rig, goodTarget(rig))
    const byDefault = isDefault ? configured : await rig.ask({path: byTemplate}, signal)
    const nowhere = `/.well-known/${Buffer.from(rig.random.bytes(NOWHERE_BYTES)).toString('hex')}/`
    const elsewhere = await rig.ask({path: nowhere}, signal)
    return {isDefault, isOffered: place.offersUdp === 'yes', configured, byDefault, elsewhere}
  },
  judge({isDefault, isOffered, configured, byDefault, elsewhere}) {
    if (byDefault.kind === 'success') return pass('a tunnel opens on the default path')
    const told = `on the default path the proxy ${answerWords(byDefault)}`
    if (byDefault.kind !== 'refused') return inconclusive(told)
    if (byDefault.status === 401 || byDefault.status === 407) {
      const isOwn = elsewhere.kind !== 'refused' || elsewhere.status !== byDefault.status
      return isOwn ? pass(`${told}, and answers otherwise elsewhere`) : inconclusive(`${told}, as everywhere`)
    }
    if (!ABSENT.includes(byDefault.status)) return inconclusive(told)
    if (isDefault && isOffered)
      return fail('a tunnel opens on the default path', `${told}, though it is the one to be used`)
    if (configured.kind !== 'success')
      return inconclusive(`${told}, and has no tunnel on the path it was asked for either`)
    return observed(`${told}: clients that know host and port only find no tunnel there, if there are to be any`)
  },
  silence: {isDefault: true, isOffered: false, configured: SILENCE, byDefault: SILENCE, elsewhere: SILENCE},
  faults: {
    'does-not-serve-it': {
      http: {admit: ({path}) => (path.startsWith('/.well-known/masque/udp/') ? {status: 404, headers: []} : undefined)},
    },
  },
})
