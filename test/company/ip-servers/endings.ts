/** Proxies that give nothing, take back what they gave, or end a session in the middle. */
import {sleep, systemClock} from '../../../src/lib/spec/clock.js'
import * as addressAssign from '../../../src/lib/wire/connect-ip/address-assign.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import {advertised, assigned, CLIENT, EVERYWHERE} from '../../support/bad-server/ip.js'
import {BREACH, NOTHING_SHOWN, type IpCase} from './case.js'

const HALF = capsule.write(addressAssign.TYPE, new Uint8Array(70)).subarray(0, 9)
const NOBODY = capsule.write(addressAssign.TYPE, new Uint8Array(0))

/** Time for what was said to arrive. */
const arrive = (): Promise<void> => sleep(systemClock, 100)

export const endings: readonly IpCase[] = [
  {
    name: 'opens the tunnel and gives no address',
    script: () => Promise.resolve(),
    expected: NOTHING_SHOWN,
    says: /assigned no address, neither by itself nor when it was asked/,
  },
  {
    name: 'declines every address',
    script: async ({ip}) => {
      const never = new AbortController().signal
      const {requestsOfPeer} = await ip.changed(never)
      await ip.assign(requestsOfPeer.map(entry => ({...entry, address: '0.0.0.0', prefixLength: 32})))
    },
    expected: NOTHING_SHOWN,
    says: /declined every address/,
  },
  {
    name: 'takes its address back at once',
    script: visit => visit.say(assigned(CLIENT), NOBODY, advertised(EVERYWHERE)),
    expected: NOTHING_SHOWN,
    says: /assigned no address/,
  },
  {
    name: 'advertises no way to the target',
    script: visit => visit.say(assigned(CLIENT), advertised({start: '10.0.0.0', end: '10.0.0.9', protocol: 0})),
    expected: NOTHING_SHOWN,
    says: /advertises no route to 192\.0\.2\.99, so nothing was sent/,
  },
  {
    name: 'assigns an address octet by octet, without end',
    script: async visit => {
      await visit.say(HALF.subarray(0, 3))
      await visit.forever(() => Uint8Array.of(0), 100)
    },
    expected: NOTHING_SHOWN,
    says: /assigned no address/,
  },
  {
    name: 'ends the stream at once',
    script: ({ip}) => ip.tunnel.finish(),
    expected: NOTHING_SHOWN,
    says: /the tunnel ended before an address was assigned/,
  },
  {
    name: 'ends the stream in the middle of ADDRESS_ASSIGN',
    script: async visit => {
      await visit.say(HALF)
      await visit.ip.tunnel.finish()
    },
    expected: BREACH,
    says: /ended in the middle of a capsule/,
  },
  {
    name: 'resets the stream in the middle of ADDRESS_ASSIGN',
    script: async visit => {
      await visit.say(HALF)
      await arrive()
      visit.ip.tunnel.abort('connect-error')
    },
    expected: NOTHING_SHOWN,
    says: /the tunnel ended before an address was assigned/,
  },
  {
    name: 'resets the session at the first packet',
    script: async visit => {
      await visit.settle()
      await visit.carry(() => visit.ip.tunnel.abort('internal-error'))
    },
    expected: NOTHING_SHOWN,
    says: /nothing came back|ended/,
  },
  {
    name: 'resets the session after some answers',
    script: async visit => {
      let packets = 0
      await visit.settle()
      await visit.carry(async () => {
        if (++packets < 4) return
        await arrive()
        visit.ip.tunnel.abort('internal-error')
      })
    },
    expected: [3, 'carries-both-ways', 'unknown'],
    says: /ended|stopped|reset/,
  },
]
