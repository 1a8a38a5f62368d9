import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {closedByPeer, datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {datagramFor} from '../../../stimuli/h3-requests.js'
import {AGREEING, RawEchoes} from '../../../stimuli/raw-echoes.js'
import {concat, equal} from '../../../wire/bytes.js'
import type {Frame} from '../../../wire/quic/frames.js'
import {isAcknowledged} from '../../../wire/quic/packet-log.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

const ROUNDS = 8
/** Questions of one form that are known to have arrived, and no answer to any, while the others are answered. */
const ENOUGH = 4

const FORMS = [
  'without a length (0x30)',
  'with a length (0x31)',
  'with a length, behind another in the packet',
] as const

interface Form {
  readonly words: string
  /** Questions, and those of them in packets that were acknowledged. */
  readonly acknowledged: number
  readonly answered: number
}

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly status: number | null
  readonly forms: readonly Form[]
  readonly ending: EndingSeen | null
}

const NOTHING = {status: null, forms: [], ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    await using raw = await rig.rawHttp3(signal, {settings: AGREEING, quic: {logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOTHING}
    const {status, echoes} = await RawEchoes.open(rig, raw, signal)
    if (!echoes) return {agreed, ...NOTHING, status}
    const lanes = FORMS.map(words => new Lane(words, rig, raw, new RawEchoes(rig, raw, echoes.exchange)))
    for (let round = 0; round < ROUNDS && raw.ending() === null && !lanes.every(lane => lane.isShown); round++) {
      for (const lane of lanes) await lane.visit(signal)
    }
    return {agreed, status, forms: lanes.map(lane => lane.seen), ending: raw.ending()}
  },
  judge({agreed, status, forms, ending}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (forms.length === 0) return inconclusive(`no tunnel was opened (${status ?? 'no answer'})`)
    const closed = closedByPeer(ending)
    const unanswered = forms.filter(({answered}) => answered === 0)
    const [first] = unanswered
    if (closed && first) {
      return fail(
        'all forms of DATAGRAM frames are understood',
        `the connection was closed with ${closed.codeName ?? 'no code'} when none ${first.words} had been answered`,
      )
    }
    if (!first) return pass(`echoes came back of DATAGRAM frames ${forms.map(({words}) => words).join(', ')}`)
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    const others = forms.length - unanswered.length
    if (others > 0 && first.acknowledged >= ENOUGH) {
      return fail(
        'all forms of DATAGRAM frames are understood',
        `of those ${first.words}, ${first.acknowledged} were acknowledged and none was answered, and others were`,
      )
    }
    return inconclusive(
      others === 0
        ? 'no form of DATAGRAM frames was answered'
        : `too few of the DATAGRAM frames ${first.words} are known to have arrived`,
    )
  },
  silence: {agreed: null, ...NOTHING},
  faults: {
    'knows-no-0x30': {wire: {h3: {takesForm: ({type}) => (type === 0x30n ? 'drop' : 'take')}}},
    'knows-no-0x31': {wire: {h3: {takesForm: ({type}) => (type === 0x31n ? 'drop' : 'take')}}},
    'stops-after-the-first': {wire: {h3: {takesForm: ({place}) => (place > 0 ? 'drop' : 'take')}}},
    'closes-upon-0x30': {wire: {h3: {takesForm: ({type}) => (type === 0x30n ? 'close' : 'take')}}},
  },
})

/** Of one form: asks, and counts what is acknowledged and what answered. */
class Lane {
  #acknowledged = 0

  constructor(
    private readonly words: (typeof FORMS)[number],
    private readonly rig: Rig,
    private readonly raw: RawHttp3,
    private readonly echoes: RawEchoes,
  ) {}

  get isShown(): boolean {
    return this.echoes.count > 0
  }

  get seen(): Form {
    return {words: this.words, acknowledged: this.#acknowledged, answered: this.echoes.count}
  }

  async visit(signal: AbortSignal): Promise<void> {
    if (this.isShown || this.raw.ending() !== null) return
    const [question, other] = [this.echoes.talk.question(), this.echoes.talk.question('none')]
    if (!question) return
    const data = datagramFor(this.echoes.exchange, question)
    this.raw.frames(this.#frames(data, other && datagramFor(this.echoes.exchange, other)))
    const isIt = (frame: Frame): boolean => frame.kind === 'datagram' && equal(frame.data, data)
    await this.rig.until(() => this.isShown || this.raw.ending() !== null, this.rig.patienceMs / 2, signal)
    if (isAcknowledged(this.raw.packets, isIt)) this.#acknowledged++
  }

  #frames(data: Uint8Array, other: Uint8Array | undefined): Uint8Array {
    switch (this.words) {
      case 'without a length (0x30)':
        return concat(Uint8Array.of(0x30), data)
      case 'with a length (0x31)':
        return withLength(data)
      case 'with a length, behind another in the packet':
        return concat(withLength(other ?? data), withLength(data))
    }
  }
}

function withLength(data: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x31), varint.write(data.length), data)
}
