import {defineProbe} from '../../../spec/probe.js'
import {Obstacle} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {ANY, answered, answersTo, isGiven, request, requestIds, unasked} from '../../../stimuli/ip-addresses.js'
import {family} from '../../../wire/ip/address.js'
import * as addressRequest from '../../../wire/connect-ip/address-request.js'
import requirement from './requirement.js'

/** An answer that comes is not waited for longer than it takes. */
const ANSWER_MS = 15_000

interface Seen {
  readonly asked: readonly {readonly wish: string; readonly answer: 'address' | 'refusal' | null}[]
  readonly ending: EndingSeen | null
  /** An address came without being asked for. */
  readonly hasAddress: boolean
  readonly tookMs: number
  /** A tunnel like it on which nothing was asked for, afterwards; `opened`: it could be. */
  readonly control: {readonly opened: boolean; readonly ending: EndingSeen | null}
}

export default defineProbe<Seen>({
  requirement,
  waitsMs: ANSWER_MS,
  async observe(rig, signal) {
    const control = await rig.openIp(signal)
    const tunnel = await rig.openIp(signal)
    const own = (await unasked(rig, tunnel, signal)).filter(isGiven)
    const taken = (await unasked(rig, control, signal)).find(isGiven)
    const wishes = [
      ANY[4],
      ANY[6],
      {address: '::', prefixLength: 64},
      taken ?? {address: '192.0.2.1', prefixLength: 32},
    ]
    const ids = requestIds(rig, wishes.length)
    const began = rig.clock.now()
    const entries = wishes.map(({address, prefixLength}, index) => ({
      address,
      prefixLength,
      requestId: ids[index] ?? 0n,
    }))
    await request(tunnel, entries)
    const isComplete = await answered(rig, tunnel, ids, signal, ANSWER_MS)
    const tookMs = Math.round(rig.clock.now() - began)
    const asked = entries.map(({address, prefixLength, requestId}) => {
      const [answer] = answersTo(tunnel, requestId)
      return {wish: `${address}/${prefixLength}`, answer: answer ? kindOf(isGiven(answer)) : null}
    })
    // Who opens one more is still there, and so is the way to it.
    const opened = isComplete || (await isOpened(rig.openIp(signal)))
    return {
      asked,
      ending: tunnel.ending(),
      hasAddress: own.length > 0,
      tookMs,
      control: {opened, ending: control.ending()},
    }
  },
  judge({asked, ending, hasAddress, tookMs, control}) {
    const open = asked.filter(({answer}) => answer === null).map(({wish}) => wish)
    if (asked.length === 0 || !control.opened)
      return inconclusive('nothing was answered, and no further tunnel could be opened')
    if (control.ending)
      return inconclusive(`a tunnel on which nothing was asked for ended as well: ${control.ending.detail}`)
    if (open.length > 0 && ending) {
      if (ending.by !== 'peer') return inconclusive(`the tunnel ended before the answers: ${ending.detail}`)
      return fail('an answer to each request', `the valid request ended the stream: ${ending.detail}`)
    }
    if (open.length > 0) return fail('an answer to each request', `no answer to ${open.join(', ')} within ${tookMs} ms`)
    if (asked.some(({answer}) => answer === 'address')) return pass(`each of ${asked.length} requests was answered`)
    const declined = `each of ${asked.length} requests was answered, and all of them were declined`
    return hasAddress ? concern(`${declined}, though an address had been assigned unasked`) : observed(declined)
  },
  silence: {asked: [], ending: null, hasAddress: false, tookMs: ANSWER_MS, control: {opened: false, ending: null}},
  faults: {
    'never-answers': {ip: {addresses: {onRequest: () => 'ignore'}}},
    'passes-over-one-family': {
      ip: {addresses: {onRequest: ({address}) => (family(address) === 6 ? 'ignore' : 'assign')}},
    },
    'ends-the-stream': {ip: {session: {onCapsule: type => (type === addressRequest.TYPE ? 'abort' : 'take')}}},
    'declines-everything': {ip: {addresses: {onRequest: () => 'refuse'}}},
  },
})

function kindOf(given: boolean): 'address' | 'refusal' {
  return given ? 'address' : 'refusal'
}

async function isOpened(opening: Promise<AsyncDisposable>): Promise<boolean> {
  try {
    await (await opening)[Symbol.asyncDispose]()
    return true
  } catch (error) {
    if (error instanceof Obstacle) return false
    throw error
  }
}
