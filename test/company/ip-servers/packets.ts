/** Proxies that put into an honest session what is no packet, nobody's packet, or more of them than anybody wants. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import {compose} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import {CLIENT, HOST, packet, type IpVisit} from '../../support/bad-server/ip.js'
import {BYTES} from '../servers/case.js'
import {CARRIES, NOTHING_SHOWN, type IpCase} from './case.js'

/** Before each answer. */
function beside(name: string, says: RegExp, nuisance: (visit: IpVisit, asked: Uint8Array) => unknown): IpCase {
  const script: IpCase['script'] = async visit => {
    await visit.settle()
    await visit.carry(asked => nuisance(visit, asked))
  }
  return {name, says, expected: CARRIES, script}
}

/** Instead of answers. */
function instead(name: string, says: RegExp, answer: (visit: IpVisit, asked: Uint8Array) => unknown): IpCase {
  const script: IpCase['script'] = async visit => {
    await visit.settle()
    for await (const {packet: asked} of visit.ip.received()) await answer(visit, asked)
  }
  return {name, says, expected: NOTHING_SHOWN, script}
}

const ENDS = {source: HOST, destination: CLIENT}
const echo = (data: Uint8Array): Uint8Array =>
  icmp.write(compose(4, {kind: 'echo-reply', id: 1, sequence: 1, data}), ENDS)
const error = (quote: Uint8Array): Uint8Array =>
  icmp.write(compose(4, {kind: 'unreachable', code: 1, quote} as Parameters<typeof compose>[1]), ENDS)

function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice()
  copy[at] = value
  return copy
}

const GOOD = packet(echo(BYTES.garbage))

export const packets: readonly IpCase[] = [
  beside('sends datagrams without a Context ID', /"unknownContexts":0/, ({ip}) =>
    ip.tunnel.send({kind: 'datagram', payload: new Uint8Array(0)}),
  ),
  beside('sends packets in contexts nobody registered', /"unknownContexts":[1-9]/, ({ip}) =>
    ip.sendInContext(2n, GOOD),
  ),
  beside('sends datagrams that hold no packet', /"malformed":[1-9]/, async ({ip}) => {
    await ip.send(new Uint8Array(0))
    await ip.send(BYTES.garbage.subarray(0, 900))
    await ip.send(GOOD.subarray(0, 10))
  }),
  beside('sends packets of IP version 9', /"malformed":[1-9]/, ({ip}) => ip.send(patched(GOOD, 0, 0x95))),
  beside('sends headers with wrong checksums', /"malformed":[1-9]/, ({ip}) => ip.send(patched(GOOD, 10, 0xaa))),
  beside('lies about the length of packets', /"malformed":[1-9]/, ({ip}) => ip.send(patched(GOOD, 3, 0xff))),
  beside('sends headers that are longer than the packet', /"malformed":[1-9]/, ({ip}) =>
    ip.send(patched(GOOD.subarray(0, 30), 0, 0x4f)),
  ),
  beside('sends datagrams longer than any packet', /carries both ways|"carriesDown":"yes"/, visit =>
    visit.say(capsule.write(capsule.DATAGRAM, new Uint8Array(70_000))),
  ),
  beside('delivers packets for others', /"notForUs":[1-9]/, ({ip}) =>
    ip.send(packet(echo(BYTES.garbage), {destination: '10.9.9.9'})),
  ),
  beside('floods with packets that answer nothing', /"packets":[1-9]\d*/, async ({ip}) => {
    for (let count = 0; count < 500; count++) await ip.send(GOOD)
  }),
  beside('sends ICMP errors that quote nothing of ours', /"packets":[1-9]/, async ({ip}) => {
    await ip.send(packet(error(new Uint8Array(0))))
    await ip.send(packet(error(BYTES.garbage.subarray(0, 60))))
    await ip.send(packet(error(GOOD)))
    await ip.send(packet(Uint8Array.of(3)))
  }),
  beside('sends ICMP errors for what it delivers, from a thousand routers', /"errors":\[\{/, async ({ip}, asked) => {
    for (let router = 0; router < 1000; router++) {
      await ip.send(packet(error(asked), {source: `10.0.${router >> 8}.${router & 0xff}`}))
    }
  }),
  instead('answers with other data', /"altered":[1-9]/, ({ip}, asked) => {
    const {source, destination} = ENDS
    const data = asked.slice(28).fill(0x21)
    const [high = 0, low = 0] = asked.subarray(24)
    const message = icmp.write(compose(4, {kind: 'echo-reply', id: (high << 8) | low, sequence: 0, data}), ENDS)
    return ip.send(packet(message, {source, destination}))
  }),
  instead('sends every packet back as it came', /"notForUs":[1-9]/, ({ip}, asked) => ip.send(asked)),
  instead('says that the host is unreachable', /host unreachable/, ({ip}, asked) => ip.send(packet(error(asked)))),
  instead('answers nothing', /nothing came back from 192\.0\.2\.99/, () => undefined),
  instead('answers in contexts nobody registered', /"unknownContexts":[1-9]/, ({ip}, asked) =>
    ip.sendInContext(4n, concat(asked)),
  ),
]
