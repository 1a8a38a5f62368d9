import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen, TunnelRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {DATAGRAM, write as capsule} from '../../../wire/capsule.js'
import {http3Name} from '../../../wire/error-codes.js'
import requirement from './requirement.js'

interface Seen {
  /** By what was done to the tunnel; null: the proxy did not end it. */
  readonly endings: readonly {readonly after: string; readonly ending: EndingSeen | null}[]
}

/** More than a UDP payload can be. */
const TOO_LARGE = 70_000n

/** What can be done in a moment to make a proxy end a tunnel; its idle timeout is a row of its own. */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const deeds: readonly {after: string; act: (tunnel: TunnelRig) => Promise<unknown>}[] = [
      {after: 'the end of our direction', act: tunnel => tunnel.finish()},
      {
        after: 'a capsule too large for any payload',
        act: tunnel => tunnel.data(capsule(DATAGRAM, Uint8Array.of(0), {length: TOO_LARGE})),
      },
    ]
    const endings = []
    for (const {after, act} of deeds) {
      const tunnel = await rig.openUdp(signal)
      await act(tunnel)
      endings.push({after, ending: await tunnel.ended(signal)})
    }
    return {endings}
  },
  judge({endings}) {
    const seen = endings.flatMap(({after, ending}) =>
      ending?.by === 'peer' ? [`after ${after}: ${wordsOf(ending)}`] : [],
    )
    if (seen.length === 0) return inconclusive('the proxy ended no tunnel while it was watched')
    return observed(seen.join('; '))
  },
  silence: {endings: []},
  faults: {
    'resets-instead-of-ending': {tunnel: {onClientFin: () => 'reset'}},
  },
})

/** HTTP/3 has the codes from 0x100 on; those below are another protocol's, or none. */
function wordsOf({how, scope, code}: EndingSeen): string {
  const what = scope === 'connection' ? `connection: ${how}` : how
  if (code === null) return what
  return `${what} with ${http3Name(BigInt(code))}${BigInt(code) < 0x100n ? ', which is no code of HTTP/3' : ''}`
}
