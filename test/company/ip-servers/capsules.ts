/** Proxies whose ADDRESS_ASSIGN, ADDRESS_REQUEST and ROUTE_ADVERTISEMENT break a rule, lie, or have no measure. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as addressAssign from '../../../src/lib/wire/connect-ip/address-assign.js'
import * as addressRequest from '../../../src/lib/wire/connect-ip/address-request.js'
import * as routes from '../../../src/lib/wire/connect-ip/route-advertisement.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {advertised, assigned, CLIENT, EVERYWHERE, HOST, type IpVisit} from '../../support/bad-server/ip.js'
import {BREACH, CARRIES, NOTHING_SHOWN, type IpCase} from './case.js'

function breach(name: string, says: RegExp, ...bytes: readonly Uint8Array[]): IpCase {
  return {name, says, expected: BREACH, script: visit => visit.say(...bytes)}
}

/** Everything else is as it should be: it carries, and what was odd is told. */
function beside(name: string, says: RegExp, oddity: (visit: IpVisit) => Promise<unknown>): IpCase {
  const script: IpCase['script'] = async visit => {
    await visit.settle()
    await Promise.all([visit.carry(), oddity(visit)])
  }
  return {name, says, expected: CARRIES, script}
}

function tooMuch(name: string, says: RegExp, script: IpCase['script']): IpCase {
  return {name, says, expected: NOTHING_SHOWN, script}
}

const range = (start: string, end: string, protocol = 0): routes.IpRange => ({start, end, protocol})
const asked = (requestId: bigint, address = '0.0.0.0', prefixLength = 32): Uint8Array =>
  addressRequest.write([{requestId, address, prefixLength}])
const request = (...entries: readonly Uint8Array[]): Uint8Array =>
  capsule.write(addressRequest.TYPE, concat(...entries))
const host = (index: number): string => `10.${index >> 16}.${(index >> 8) & 0xff}.${index & 0xff}`
const many = (count: number): routes.IpRange[] =>
  Array.from({length: count}, (_, index) => range(host(2 * index), host(2 * index)))
const MEBIBYTE = new Uint8Array(1 << 20)

export const breaches: readonly IpCase[] = [
  breach(
    'cuts an address off',
    /ADDRESS_ASSIGN: .*octets wanted/,
    capsule.write(
      addressAssign.TYPE,
      addressAssign.write([{requestId: 0n, address: CLIENT, prefixLength: 32}]).subarray(0, 4),
    ),
  ),
  breach(
    'assigns an address of IP version 5',
    /IP version 5/,
    capsule.write(
      addressAssign.TYPE,
      addressAssign.write([{requestId: 0n, address: CLIENT, prefixLength: 32, version: 5}]),
    ),
  ),
  breach('assigns a prefix of 33 bits', /longer than 32 bits/, assigned(CLIENT, 33)),
  breach('assigns host bits', /bits set that the prefix does not cover/, assigned('10.0.0.5', 24)),
  breach('cuts a route off', /ROUTE_ADVERTISEMENT: .*octets wanted/, capsule.write(routes.TYPE, Uint8Array.of(4, 10))),
  breach('advertises a range that ends first', /ends before it starts/, advertised(range('10.0.0.2', '10.0.0.1'))),
  breach(
    'advertises ranges out of order',
    /stands behind/,
    advertised(range('10.0.1.0', '10.0.1.255'), range('10.0.0.0', '10.0.0.255')),
  ),
  breach(
    'advertises ranges that overlap',
    /overlaps/,
    advertised(range('10.0.0.0', '10.0.0.9'), range('10.0.0.9', '10.0.0.12')),
  ),
  breach('advertises IPv6 before IPv4', /stands behind a range of IPv6/, advertised(range('::', '::1'), EVERYWHERE)),
  breach(
    'advertises one protocol out of all protocols',
    /which is for all protocols/,
    advertised(EVERYWHERE, range(HOST, HOST, 1)),
  ),
  breach('asks for nothing', /it asks for nothing/, request()),
  breach(
    'withdraws everything, and breaks a rule in mid-session',
    /bits set that the prefix does not cover/,
    assigned(CLIENT),
    advertised(EVERYWHERE),
    assigned('10.0.0.5', 24),
  ),
]

export const oddities: readonly IpCase[] = [
  beside('asks with Request ID 0', /Request ID is 0/, visit => visit.say(request(asked(0n)))),
  beside('asks twice with the same Request ID', /Request ID 7 was used before/, visit =>
    visit.say(request(asked(7n), asked(7n, '10.0.0.1'))),
  ),
  beside('answers a request that nobody made', /Request ID 99 was never used/, visit =>
    visit.say(assigned(CLIENT, 32, 99n)),
  ),
  beside('sends unknown capsules without end', /"unknownCapsules":[1-9]/, visit =>
    visit.forever(() => concat(...Array.from({length: 100}, () => capsule.write(0x29n, new Uint8Array(20)))), 5),
  ),
  {
    ...beside('sends one unknown capsule without end', /"unknownCapsules":1\b/, async visit => {
      await visit.say(varint.write(0x29n), varint.write(1n << 60n))
      await visit.forever(() => MEBIBYTE.subarray(0, 1 << 16), 5)
    }),
    // Elsewhere packets travel in capsules, too, and stand behind it.
    http: ['3'],
  },
  beside('assigns and withdraws another address without end', /"changes":\[\{/, async visit => {
    let round = 0
    const other = (): Uint8Array => {
      const two = [{requestId: 0n, address: CLIENT, prefixLength: 32}]
      if (round++ % 2) two.push({requestId: 0n, address: host(round & 0xffff), prefixLength: 32})
      return capsule.write(addressAssign.TYPE, addressAssign.write(two))
    }
    await visit.forever(other, 2)
  }),
  beside('changes its routes without end', /"changes":\[\{/, async visit => {
    let round = 0
    await visit.forever(() => advertised(EVERYWHERE, range('::', `::${(round++ & 0xfff).toString(16)}`)), 2)
  }),
  beside('advertises four thousand routes', /"routeCount":4000/, visit =>
    visit.say(advertised(...many(3999), range(HOST, HOST))),
  ),
]

export const measureless: readonly IpCase[] = [
  tooMuch('advertises ten thousand routes', /more than 4096 ranges/, visit => visit.say(advertised(...many(10_000)))),
  tooMuch('assigns ten thousand addresses', /more than 4096 entries/, visit =>
    visit.say(
      capsule.write(
        addressAssign.TYPE,
        addressAssign.write(
          Array.from({length: 10_000}, (_, index) => ({requestId: 0n, address: host(index), prefixLength: 32})),
        ),
      ),
    ),
  ),
  tooMuch('asks for addresses without end', /more than 4096 unanswered requests/, async visit => {
    let id = 1n
    await visit.forever(() => request(...Array.from({length: 200}, () => asked(id++))))
  }),
  tooMuch(
    'announces a list of a gigabyte, and sends it',
    /a capsule of 1073741824 octets is more than we take/,
    visit =>
      visit
        .say(varint.write(routes.TYPE), varint.write(1n << 30n))
        .then(() => visit.forever(() => MEBIBYTE.subarray(0, 1 << 16))),
  ),
]
