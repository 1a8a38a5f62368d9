import {echoInStream} from '../../../stimuli/own-routes.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {concern, inconclusive, observed, pass} from '../../../spec/verdict.js'
import * as addressAssign from '../../../wire/connect-ip/address-assign.js'
import {isRefusal} from '../../../wire/connect-ip/address-entry.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import {family as familyOf} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

type AnswerSeen = 'assigned' | 'declined' | 'none'

interface Seen {
  /** With prefix lengths: before anything was asked for. */
  readonly unasked: readonly string[]
  /** What became of a wish, by its name; and with what. */
  readonly wishes: readonly {readonly wish: string; readonly answer: AnswerSeen; readonly address: string | null}[]
  /** An echo behind all of it, and behind an assignment of ours, was answered. */
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Wish {
  readonly wish: string
  readonly id: bigint
  readonly address: string
  readonly prefixLength: number
}

const RANGE = 'any range of four IPv4 addresses'
/** Request IDs that the rig does not use. */
const WISHES: readonly Wish[] = [
  {wish: 'any IPv4 address', id: 0x1001n, address: '0.0.0.0', prefixLength: 32},
  {wish: 'any IPv6 address', id: 0x1002n, address: '::', prefixLength: 128},
  {wish: RANGE, id: 0x1003n, address: '0.0.0.0', prefixLength: 30},
  {wish: 'a certain IPv4 address', id: 0x1004n, address: '192.0.2.77', prefixLength: 32},
]
/** For documentation; assigned to the proxy. */
const OURS = {requestId: 0n, address: '198.51.100.200', prefixLength: 32}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await rig.until(() => tunnel.ip.state.assignedToUs.length > 0 || tunnel.ending() !== null, rig.patienceMs, signal)
    const unasked = tunnel.ip.state.assignedToUs.map(({address, prefixLength}) => `${address}/${prefixLength}`)
    const wishes = await wish(rig, tunnel, signal)
    await tunnel.capsule(addressAssign.TYPE, addressAssign.write([OURS]))
    const after = tunnel.ending() === null && (await echoInStream(rig, tunnel, signal))
    return {unasked, wishes, after, ending: tunnel.ending()}
  },
  judge({unasked, wishes, after, ending}) {
    const answered = wishes.filter(({answer}) => answer !== 'none')
    if (ending?.by === 'peer') {
      return concern(`the proxy ended the tunnel upon requests and an assignment of ours: ${ending.detail}`)
    }
    if (unasked.length === 0 && answered.length === 0) return inconclusive('the proxy spoke of no address at all')
    const first =
      unasked.length > 0 ? `assigned without being asked: ${unasked.join(', ')}` : 'nothing is assigned unasked'
    const told = wishes.map(({wish, answer, address}) => `${wish}: ${wordsOf(answer, address)}`)
    const own = after
      ? 'an assignment of ours to the proxy is put up with'
      : 'whether an assignment of ours is put up with could not be told'
    const because = [first, ...told, own].join('; ')
    if (answered.length === 0) return observed(`requests for addresses are not answered: ${because}`)
    const isRange = wishes.some(({wish, address}) => wish === RANGE && address?.endsWith('/30') === true)
    return isRange && answered.length === wishes.length ? pass(because) : observed(`not all of it works: ${because}`)
  },
  silence: {unasked: [], wishes: [], after: false, ending: null},
  faults: {
    'answers-no-request': {ip: {addresses: {onRequest: () => 'ignore'}}},
    'gives-no-ranges': {ip: {addresses: {prefixLength: of => (of === 4 ? 32 : 128)}}},
    'gives-up-at-an-assignment-of-ours': {
      ip: {session: {onCapsule: type => (type === addressAssign.TYPE ? 'abort' : 'take')}},
    },
  },
})

async function wish(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<Seen['wishes']> {
  const entries = WISHES.map(({id, address, prefixLength}) => ({requestId: id, address, prefixLength}))
  await tunnel.capsule(addressRequest.TYPE, addressRequest.write(entries))
  const answerTo = ({id}: Wish) => assignments(tunnel).find(({requestId}) => requestId === id)
  const isOver = (): boolean => WISHES.every(answerTo) || tunnel.ending() !== null
  await rig.until(isOver, rig.patienceMs, signal)
  return WISHES.map(one => {
    const answer = answerTo(one)
    if (!answer) return {wish: one.wish, answer: 'none', address: null}
    if (isRefusal(answer)) return {wish: one.wish, answer: 'declined', address: null}
    return {wish: one.wish, answer: 'assigned', address: `${answer.address}/${answer.prefixLength}`}
  })
}

/** Everything that is assigned or declined now. Only what is of the family that was asked for answers a request. */
function assignments({ip}: IpRig): readonly addressAssign.AssignedAddress[] {
  const {assignedToUs, refusedToUs} = ip.state
  return [...assignedToUs, ...refusedToUs].filter(({requestId, address}) => {
    const asked = WISHES.find(({id}) => id === requestId)
    return asked !== undefined && familyOf(asked.address) === familyOf(address)
  })
}

function wordsOf(answer: AnswerSeen, address: string | null): string {
  switch (answer) {
    case 'assigned':
      return address ?? 'assigned'
    case 'declined':
      return 'declined'
    case 'none':
      return 'no answer'
  }
}
