import {templateOf} from '../../../stimuli/ask-ip.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly forms: readonly {readonly token: string; readonly accepted: boolean; readonly said: string}[]
}

const PLAIN = 'connect-ip'
const FORMS = [PLAIN, `${PLAIN}/1`, PLAIN.toUpperCase()]

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const path = templateOf(rig).expand({})
    const forms = FORMS.map(async token => {
      const answer = await rig.ask({protocol: token, path}, signal)
      return {token, accepted: answer.kind === 'success', said: inWords(answer)}
    })
    return {forms: await Promise.all(forms)}
  },
  judge({forms}) {
    const plain = forms.find(({token}) => token === PLAIN)
    if (plain?.accepted !== true)
      return inconclusive(`the plain token was not accepted either (${plain?.said ?? 'not asked'})`)
    return observed(forms.map(({token, said}) => `${token}: ${said}`).join('; '))
  },
  silence: {forms: []},
  faults: {
    'takes-any-case-and-version': {
      wire: {
        understand: incoming => ({
          http: incoming.http,
          from: incoming.from,
          ended: incoming.ended,
          request: {...incoming.request, protocol: incoming.request.protocol?.toLowerCase().split('/')[0]},
          accept: response => incoming.accept(response),
          refuse: (response, content) => incoming.refuse(response, content),
          abort: reason => {
            incoming.abort(reason)
          },
        }),
      },
    },
  },
})

function inWords(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return `accepted with ${answer.status}`
    case 'refused':
      return `refused with ${answer.status}`
    case 'ended':
      return 'the stream was ended'
    case 'silence':
      return 'no answer'
  }
}
