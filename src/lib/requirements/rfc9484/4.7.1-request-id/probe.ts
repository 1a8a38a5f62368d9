import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {ANY, answered, entriesOf, isGiven, request, requestIds, show, unasked} from '../../../stimuli/ip-addresses.js'
import type {EntrySeen} from '../../../stimuli/ip-addresses.js'
import {write} from '../../../wire/connect-ip/address-assign.js'
import requirement from './requirement.js'

interface Seen {
  /** The Request IDs that we used. */
  readonly asked: readonly string[]
  /** That came before anything was asked for. */
  readonly before: readonly EntrySeen[]
  readonly after: readonly EntrySeen[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await unasked(rig, tunnel, signal)
    const ids = requestIds(rig, 2)
    const [four = 1n, six = 2n] = ids
    await request(tunnel, [
      {...ANY[4], requestId: four},
      {...ANY[6], requestId: six},
    ])
    await answered(rig, tunnel, ids, signal)
    return {asked: ids.map(String), before, after: entriesOf(tunnel).slice(before.length)}
  },
  judge({asked, before, after}) {
    const early = before.find(({id}) => id !== '0')
    if (early) return fail('Request ID 0 in what nobody asked for', `before any request there came ${show(early)}`)
    const strange = after.find(({id}) => id !== '0' && !asked.includes(id))
    if (strange)
      return fail('a Request ID that was used, or 0', `${show(strange)}, which was never used on this stream`)
    if (before.length + after.length === 0) return inconclusive('no ADDRESS_ASSIGN came')
    const answers = after.filter(({id}) => asked.includes(id))
    if (answers.length === 0) return inconclusive('what came answers no request: rfc9484/4.7.2/respond judges that')
    const again = after.filter(entry => entry.id === '0' && isGiven(entry)).length
    const kept = again > 0 ? '; what was assigned unasked is repeated with 0' : ''
    return pass(`answers carry the Request IDs of their requests (${asked.join(', ')}), all else 0${kept}`)
  },
  silence: {asked: ['1', '2'], before: [], after: []},
  faults: {
    'counts-by-itself': {ip: {addresses: {answerId: id => id + 7n}}},
    'numbers-what-nobody-asked-for': {
      ip: {
        addresses: {
          written: entries => write(entries.map(entry => ({...entry, requestId: entry.requestId || 1n}))),
        },
      },
    },
  },
})
