import {defineProbe} from '../../../spec/probe.js'
import type {EchoOptions, UdpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import * as capsule from '../../../wire/capsule.js'
import {writeContext} from '../../../wire/http-datagram.js'
import type {Width} from '../../../wire/varint.js'
import requirement from './requirement.js'

const WIDTHS: readonly Width[] = [2, 4, 8]
const ATTEMPTS = 20

interface Form {
  readonly name: string
  /** Echoes in the short form by the same carrier, before and after. */
  readonly before: boolean
  readonly came: boolean
  readonly after: boolean
  /** Why the proxy ended the tunnel; null: it did not. */
  readonly ended: string | null
}

interface Seen {
  readonly forms: readonly Form[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const forms: Form[] = []
    const carriers = rig.http === '3' ? (['frame', 'capsule'] as const) : (['capsule'] as const)
    for (const carrier of carriers) {
      const tunnel = await rig.openUdp(signal)
      let before = await tunnel.echo(signal, {carrier, attempts: ATTEMPTS})
      for (const [name, options] of carrier === 'frame' ? inFrames() : inCapsules(tunnel)) {
        const came = before && (await tunnel.echo(signal, {...options, carrier, attempts: ATTEMPTS}))
        const after = before && (await tunnel.echo(signal, {carrier, attempts: ATTEMPTS}))
        const ending = tunnel.ending()
        forms.push({name, before, came, after, ended: ending?.by === 'peer' ? ending.detail : null})
        before = after
      }
    }
    return {forms}
  },
  judge({forms}) {
    const expected = 'a longer encoding means the same as the shortest'
    const tried = forms.filter(({before}) => before)
    const ended = tried.find(form => form.ended !== null)
    if (ended) return fail(expected, `at ${ended.name} the proxy ended the tunnel: ${ended.ended}`)
    const lost = tried.filter(({came, after}) => !came && after)
    if (lost.length > 0)
      return fail(expected, `lost each time, between echoes in the short form that came back: ${namesOf(lost)}`)
    const told = tried.filter(({came}) => came)
    if (told.length === 0) return inconclusive('echoes in the shortest form are lost as well')
    return pass(`delivered like the shortest form: ${namesOf(told)}`)
  },
  silence: {forms: []},
  faults: {
    'takes-one-octet-for-the-context': {tunnel: {contextOctets: () => 1}},
    'knows-the-shortest-form-only': {tunnel: {contextOctets: width => (width === 1 ? 1 : undefined)}},
  },
})

function namesOf(forms: readonly Form[]): string {
  return forms.map(({name}) => name).join(', ')
}

type Trial = readonly [name: string, options: EchoOptions]

function inFrames(): readonly Trial[] {
  return WIDTHS.map(width => [`a Context ID of ${width} octets in a frame`, {width}])
}

function inCapsules(tunnel: UdpRig): readonly Trial[] {
  const spelled = (overrides: Parameters<typeof capsule.write>[2]): EchoOptions => ({
    by: question => tunnel.data(capsule.write(capsule.DATAGRAM, writeContext(0n, question), overrides)),
  })
  return [
    ...WIDTHS.map((width): Trial => [`a Context ID of ${width} octets in a capsule`, {width}]),
    ...WIDTHS.map((typeWidth): Trial => [`a capsule type of ${typeWidth} octets`, spelled({typeWidth})]),
    ...WIDTHS.slice(1).map((lengthWidth): Trial => [
      `a capsule length of ${lengthWidth} octets`,
      spelled({lengthWidth}),
    ]),
  ]
}
