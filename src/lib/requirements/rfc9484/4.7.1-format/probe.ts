import {defineProbe, type Fault} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {
  ANY,
  answered,
  assignments,
  request,
  requestIds,
  unasked,
  type AssignmentSeen,
} from '../../../stimuli/ip-addresses.js'
import {write} from '../../../wire/connect-ip/address-assign.js'
import type {AddressEntry} from '../../../wire/connect-ip/address-entry.js'
import {concat} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface Seen {
  readonly capsules: readonly AssignmentSeen[]
}

function writing(written: (entries: readonly AddressEntry[]) => Uint8Array): Fault {
  return {ip: {addresses: {written}}}
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await unasked(rig, tunnel, signal)
    const [four = 1n, six = 2n] = requestIds(rig, 2)
    await request(tunnel, [
      {...ANY[4], requestId: four},
      {...ANY[6], requestId: six},
    ])
    await answered(rig, tunnel, [four, six], signal)
    return {capsules: assignments(tunnel)}
  },
  judge({capsules}) {
    if (capsules.length === 0) return inconclusive('no ADDRESS_ASSIGN came, neither unasked nor as an answer')
    const [problem] = capsules.flatMap(({problems}) => problems)
    if (problem !== undefined) return fail('every ADDRESS_ASSIGN is well formed', `in one of them: ${problem}`)
    const entries = capsules.flatMap(each => each.entries).length
    return pass(`ADDRESS_ASSIGN came ${capsules.length} times, with ${entries} entries in all, each well formed`)
  },
  silence: {capsules: []},
  faults: {
    'lies-about-the-version': writing(entries => write(entries.map(entry => ({...entry, version: 5})))),
    'takes-addresses-for-those-of-the-other-version': writing(entries =>
      write(entries.map(entry => ({...entry, version: entry.address.includes(':') ? 4 : 6}))),
    ),
    'leaves-host-bits': writing(entries =>
      write(entries.map(entry => ({...entry, prefixLength: entry.address.includes(':') ? 64 : 24}))),
    ),
    'has-too-long-prefixes': writing(entries =>
      write(entries.map(entry => ({...entry, prefixLength: entry.prefixLength + 1}))),
    ),
    'says-an-octet-too-many': writing(entries => concat(write(entries), Uint8Array.of(0))),
    'says-an-octet-too-few': writing(entries => write(entries).subarray(0, -1)),
  },
})
