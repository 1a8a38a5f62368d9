import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {answerWords} from '../../../stimuli/odd-targets.js'
import {reads} from '../../../stimuli/other-words.js'
import {UPGRADE_TOKEN} from '../../../tunnel/connect-udp.js'
import requirement from './requirement.js'

interface Seen {
  readonly token: string
  readonly template: string
  readonly answer: Answer
}

/** For reference: with these names everything else is asked for. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const template = rig.place.udp.expand({target_host: 'HOST', target_port: 'PORT'})
    return {token: UPGRADE_TOKEN, template, answer: await rig.ask({}, signal)}
  },
  judge({token, template, answer}) {
    const words = `asked for ${token} on ${template} the proxy ${answerWords(answer)}`
    return answer.kind === 'success' || answer.kind === 'refused' ? observed(words) : inconclusive(words)
  },
  silence: {token: UPGRADE_TOKEN, template: '', answer: {kind: 'silence', waitedMs: 0}},
  faults: {
    'knows-another-token': reads(({protocol}) => ({protocol: `${protocol}-draft`})),
    'knows-another-path': reads(({path}) => ({path: path.replace('/udp/', '/udp-draft/')})),
  },
})
