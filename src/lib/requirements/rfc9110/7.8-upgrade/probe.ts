import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {successWith, withFields, without} from '../../../stimuli/faulty-response.js'
import {goodHead, udpWish, withValue, type RequestHead} from '../../../stimuli/malformed-requests.js'
import {HEADS} from '../../../stimuli/mended-requests.js'
import {reads} from '../../../stimuli/other-words.js'
import {
  askHead,
  linesOf,
  meaningOfH1,
  NOTHING_HEARD_H1,
  wordsOfH1,
  type HeardH1,
} from '../../../stimuli/raw-asking-h1.js'
import {UPGRADE_TOKEN} from '../../../tunnel/connect-udp.js'
import requirement from './requirement.js'

interface Tried extends HeardH1 {
  readonly name: string
}

interface Seen {
  readonly control: HeardH1
  readonly tried: readonly Tried[]
}

const UNKNOWN = 'masque-unknown'

interface Variant {
  readonly name: string
  readonly change: (head: RequestHead) => RequestHead
  /** Of a switch: the protocols that were offered, as tokens are compared. */
  readonly offers: readonly string[]
  /** A switch is not only allowed: it should come. */
  readonly shouldSwitch?: boolean
}

const VARIANTS: readonly Variant[] = [
  {name: 'two tokens', change: offering(`${UNKNOWN}, ${UPGRADE_TOKEN}`), offers: [UNKNOWN, UPGRADE_TOKEN]},
  {
    name: 'the token in capitals',
    change: offering(UPGRADE_TOKEN.toUpperCase()),
    offers: [UPGRADE_TOKEN],
    shouldSwitch: true,
  },
  {name: 'an unknown token only', change: offering(UNKNOWN), offers: [UNKNOWN]},
  {
    name: 'Expect: 100-continue',
    change: head => ({...head, fields: [...head.fields, ['Expect', '100-continue']]}),
    offers: [UPGRADE_TOKEN],
  },
  {name: 'HTTP/1.0', change: head => ({...head, version: '1.0'}), offers: []},
]

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const good = goodHead(rig, udpWish(rig))
    const control = await askHead(rig, good, signal)
    const tried: Tried[] = []
    if (meaningOfH1(control).kind !== 'switched') return {control, tried}
    for (const {name, change} of VARIANTS) tried.push({name, ...(await askHead(rig, change(good), signal))})
    return {control, tried}
  },
  judge({control, tried}) {
    const meaning = meaningOfH1(control)
    if (meaning.kind !== 'switched') return inconclusive(`to a plain Upgrade request the proxy ${wordsOfH1(meaning)}`)
    const plain: Variant = {name: 'a plain Upgrade', change: head => head, offers: [UPGRADE_TOKEN]}
    return worstOf([
      verdictOf(plain, control),
      ...tried.flatMap(({name, ...heard}) =>
        VARIANTS.filter(each => each.name === name).map(each => verdictOf(each, heard)),
      ),
    ])
  },
  silence: {control: NOTHING_HEARD_H1, tried: []},
  faults: {
    'leaves-upgrade-out': successWith(without('upgrade')),
    'switches-to-another': successWith(withFields(['upgrade', 'websocket'])),
    'takes-any-token': reads(() => ({protocol: UPGRADE_TOKEN})),
    'upgrades-http-1.0': HEADS.upgradesHttp10,
    'knows-small-letters-only': {
      http: {
        care: {
          mendHead: head => ({
            ...head,
            fields: head.fields.filter(
              ([name, value]) => name.toLowerCase() !== 'upgrade' || value === value.toLowerCase(),
            ),
          }),
        },
      },
    },
  },
})

function offering(value: string): Variant['change'] {
  return head => ({...head, fields: withValue('Upgrade', value)(head.fields)})
}

function verdictOf({name, offers, shouldSwitch}: Variant, heard: HeardH1): Verdict {
  const meaning = meaningOfH1(heard)
  const first = heard.interim.length > 0 ? ` behind ${heard.interim.join(', ')}` : ''
  const told = `${name}: the proxy ${wordsOfH1(meaning)}${first}`
  const status = heard.head?.status
  const chosen = linesOf(heard.head?.headers ?? [], 'upgrade').flatMap(line =>
    line.split(',').map(token => token.trim()),
  )
  if ((status === 101 || status === 426) && chosen.length === 0) {
    return fail('Upgrade in each 101 and 426', `${told}, without Upgrade`)
  }
  if (meaning.kind === 'switched') {
    if (offers.length === 0) return fail('no 101 in HTTP/1.0', told)
    const stranger = chosen.find(token => !offers.includes(token.toLowerCase()))
    if (stranger !== undefined) {
      return fail('a switch to what was offered', `${told} and switched to ${JSON.stringify(stranger.slice(0, 60))}`)
    }
    if (name === 'an unknown token only') return fail('no switch to what nobody knows', told)
    return pass(told)
  }
  if (meaning.kind === 'silence') return inconclusive(told)
  return shouldSwitch ? concern(`${told}, and takes it in small letters only`) : pass(told)
}
