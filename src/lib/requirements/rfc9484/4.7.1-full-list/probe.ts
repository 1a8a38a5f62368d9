import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {
  ANY,
  answered,
  assignments,
  echoes,
  familyOf,
  isGiven,
  request,
  requestIds,
  unasked,
} from '../../../stimuli/ip-addresses.js'
import {write} from '../../../wire/connect-ip/address-assign.js'
import requirement from './requirement.js'

/** What still works so long after it was left out was not on its way out. */
const REMOVAL_MS = 10_000

interface Seen {
  /** Of the first assignment; null: there was none. */
  readonly first: string | null
  /** Of the same family, assigned later; null: none. */
  readonly second: string | null
  readonly isListed: boolean
  /** Whether an echo from the first still comes back when it has long been left out; null: not tried. */
  readonly stillWorks: boolean | null
  /** One did before the second was asked for. */
  readonly worked: boolean
}

export default defineProbe<Seen>({
  requirement,
  waitsMs: REMOVAL_MS,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const ids = requestIds(rig, 2)
    const [once = 1n, again = 2n] = ids
    let [first] = (await unasked(rig, tunnel, signal)).filter(isGiven)
    if (!first) {
      await request(tunnel, [{...ANY[4], requestId: once}])
      await answered(rig, tunnel, [once], signal)
      first = assignments(tunnel)
        .flatMap(({entries}) => entries)
        .find(isGiven)
    }
    if (!first) return {first: null, second: null, isListed: false, stillWorks: null, worked: false}
    const {address} = first
    const worked = await echoes(tunnel, signal, {from: address})
    await request(tunnel, [{...ANY[familyOf(first)], requestId: again}])
    await answered(rig, tunnel, [again], signal)
    const answer = assignments(tunnel).find(({entries}) => entries.some(({id}) => id === String(again)))
    const second = answer?.entries.find(entry => entry.id === String(again) && isGiven(entry))
    const isListed = answer?.entries.some(entry => entry.address === address) ?? false
    const seen = {first: address, second: second?.address ?? null, isListed, worked}
    if (!second || isListed || !worked) return {...seen, stillWorks: null}
    await rig.sleep(REMOVAL_MS, signal)
    return {...seen, stillWorks: await tunnel.echo(signal, {from: address})}
  },
  judge({first, second, isListed, stillWorks, worked}) {
    if (first === null) return inconclusive('no address was assigned')
    if (second === null) return inconclusive(`${first} was assigned, and no second address when one was asked for`)
    if (isListed) return pass(`the ADDRESS_ASSIGN that brought ${second} lists ${first} as well`)
    const left = `the ADDRESS_ASSIGN that brought ${second} leaves out ${first}`
    if (!worked || stillWorks === null) return inconclusive(`${left}, from which no echo came back even before`)
    return stillWorks
      ? observed(`${left}, which went on working for more than ${REMOVAL_MS / 1000} s`)
      : observed(`${left}, which worked no more: a legal removal, if it was meant`)
  },
  silence: {first: null, second: null, isListed: false, stillWorks: null, worked: false},
  faults: {'tells-only-what-is-new': {ip: {addresses: {written: entries => write(entries.slice(-1))}}}},
})
