import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, notApplicable, pass, type Verdict} from '../../../spec/verdict.js'
import {aftermathOf, datagramBreach, datagramsAgreed, judgeBreach, type Aftermath} from '../../../stimuli/h3-breach.js'
import {toHex} from '../../../wire/bytes.js'
import {H3} from '../../../wire/error-codes.js'
import requirement from './requirement.js'

/** Nothing, and the first octets of integers of two and of eight. */
const STUMPS = [[], [0x40], [0xc0]].map(octets => Uint8Array.from(octets))

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly stumps: readonly (Aftermath & {readonly octets: string})[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const stumps = []
    for (const stump of STUMPS) {
      await using raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
      const agreed = await datagramsAgreed(raw, signal)
      if (agreed !== true) return {agreed, stumps: []}
      stumps.push({octets: toHex(stump), ...(await aftermathOf(rig, raw, datagramBreach(raw, stump), signal))})
    }
    return {agreed: true, stumps}
  },
  judge({agreed, stumps}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    const verdicts = stumps.map(({octets, ...aftermath}) => judgeBreach(aftermath, 'H3_DATAGRAM_ERROR', nameOf(octets)))
    return worst(verdicts)
  },
  silence: {agreed: null, stumps: []},
  faults: {
    'ignores-it': {wire: {h3: {onBreach: code => (code === H3.DATAGRAM_ERROR ? undefined : code)}}},
    'with-another-code': {wire: {h3: {onBreach: () => H3.GENERAL_PROTOCOL_ERROR}}},
  },
})

function nameOf(octets: string): string {
  return octets === '' ? 'an empty DATAGRAM frame' : `a DATAGRAM frame of the one octet 0x${octets}`
}

function worst(verdicts: readonly Verdict[]): Verdict {
  const first = (outcome: Verdict['outcome']): Verdict | undefined =>
    verdicts.find(verdict => verdict.outcome === outcome)
  const found = first('fail') ?? first('inconclusive')
  if (found) return found
  const strange = verdicts.filter(({outcome}) => outcome === 'concern')
  if (strange.length > 0) return concern(strange.map(({because}) => because).join('; '))
  return pass(
    `each of ${verdicts.length} DATAGRAM frames too short for an ID closed its connection with H3_DATAGRAM_ERROR`,
  )
}
