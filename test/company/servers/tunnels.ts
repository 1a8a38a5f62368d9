/** Servers that open a tunnel and then misuse it: datagrams, capsules, lengths that lie, floods. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {lyingFrame, type Guest, type Visit} from '../../support/bad-server/guest.js'
import {BYTES, never, pause, type ServerCase} from './case.js'

function onTunnel(
  name: string,
  misuse: (visit: Visit) => unknown,
  expected: ServerCase['expected'],
  args: readonly string[] = [],
): ServerCase {
  const script: ServerCase['script'] = async guest => {
    const visit = await guest.greet()
    await visit.accept()
    await misuse(visit)
    await never
  }
  return {name, script, expected, args}
}

/** The tunnel is honest, and beside it something goes on. */
function beside(name: string, nuisance: (guest: Guest, visit: Visit) => Promise<unknown>): ServerCase {
  const script: ServerCase['script'] = async guest => {
    const visit = await guest.greet()
    await Promise.all([visit.carry(1_000_000), nuisance(guest, visit)])
  }
  return {name, script, expected: [0, 'carries-both-ways', null]}
}

async function datagrams(guest: Guest, bytes: Uint8Array, count = Infinity): Promise<void> {
  for (let sent = 0; guest.alive && sent < count;) {
    if (guest.connection.sendDatagram(bytes) === 'accepted') sent++
    else await pause(1)
  }
}

const data = (bytes: Uint8Array): Uint8Array => frame.write(frame.DATA, bytes)

async function flood({guest, stream}: Visit, bytes: Uint8Array): Promise<void> {
  // As long as anybody takes it, and without taking the whole machine from those who share it.
  while (guest.alive && (await stream.write(bytes))) await pause(1)
}

export const tunnels: readonly ServerCase[] = [
  {
    name: 'sends datagrams before its SETTINGS',
    script: async guest => {
      guest.connection.sendDatagram(Uint8Array.of(0, 0, 1))
      await pause(50)
      await (await guest.greet()).carry(1000)
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'sends datagrams before its answer, more than anybody keeps',
    script: async guest => {
      const visit = await guest.greet()
      await datagrams(guest, Uint8Array.of(0, 0, 1), 500)
      await visit.carry(1000)
    },
    expected: [0, 'carries-both-ways', null],
  },
  beside('sends datagrams for requests that do not exist', guest =>
    datagrams(guest, Uint8Array.of(0x7f, 0xff, 0, 1), 5000),
  ),
  beside('sends datagrams in contexts nobody registered', guest => datagrams(guest, Uint8Array.of(0, 0x42, 1), 5000)),
  beside('sends datagrams for a huge Quarter Stream ID', guest =>
    datagrams(guest, concat(varint.write((1n << 60n) - 1n), Uint8Array.of(0)), 5000),
  ),
  beside('sends unknown capsules without end', (_, visit) =>
    flood(visit, data(concat(...Array.from({length: 500}, () => capsule.write(0x29n, new Uint8Array(20)))))),
  ),
  beside('sends one unknown capsule without end', async (_, visit) => {
    await visit.stream.write(data(lyingFrame(0x29n, (1n << 62n) - 1n)))
    await flood(visit, data(BYTES.mebibyte))
  }),
  beside('floods the tunnel with datagrams that answer nothing', guest =>
    datagrams(guest, concat(Uint8Array.of(0, 0), BYTES.garbage), 10_000),
  ),
  onTunnel(
    'sends a DATAGRAM frame with no Quarter Stream ID',
    ({guest}) => guest.connection.sendDatagram(new Uint8Array(0)),
    [3, 'accepted', 'proxy'],
  ),
  onTunnel(
    'sends a Quarter Stream ID beyond what is allowed',
    ({guest}) => guest.connection.sendDatagram(concat(varint.write(1n << 60n), Uint8Array.of(0))),
    [3, 'accepted', 'proxy'],
  ),
  onTunnel(
    'announces a DATAGRAM capsule of a gigabyte, and sends it',
    async visit => {
      await visit.stream.write(data(lyingFrame(capsule.DATAGRAM, 1n << 30n, Uint8Array.of(0))))
      await flood(visit, data(BYTES.mebibyte))
    },
    [3, 'accepted', 'proxy'],
  ),
  onTunnel(
    'ends the stream in the middle of a capsule',
    ({stream}) => stream.write(data(lyingFrame(capsule.DATAGRAM, 100n, Uint8Array.of(0, 1))), true),
    [3, 'accepted', 'proxy'],
  ),
  onTunnel(
    'sends garbage instead of capsules',
    ({stream}) => stream.write(data(BYTES.garbage)),
    [3, 'accepted', 'proxy'],
    ['--datagrams', 'capsules'],
  ),
  onTunnel(
    'sends every datagram back as it came',
    ({guest}) => guest.onDatagram(bytes => guest.connection.sendDatagram(bytes)),
    [3, 'accepted', 'proxy'],
  ),
  onTunnel(
    'answers with datagrams whose payload is garbage',
    ({guest}) => guest.onDatagram(() => guest.connection.sendDatagram(concat(Uint8Array.of(0, 0), BYTES.garbage))),
    [3, 'accepted', 'proxy'],
  ),
]
