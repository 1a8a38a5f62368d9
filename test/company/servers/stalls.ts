/** Servers that stop, at every stage, or go on so slowly that it comes to the same. */
import * as frame from '../../../src/lib/wire/h3-frame.js'
import {head, lyingFrame, type Guest} from '../../support/bad-server/guest.js'
import {never, pause, type ServerCase} from './case.js'

/** An octet now and then, as long as anybody listens. */
async function trickle(guest: Guest, stream: {write(bytes: Uint8Array): Promise<boolean>} | undefined): Promise<void> {
  while (guest.alive && (await stream?.write(Uint8Array.of(0x21)))) await pause(100)
}

/** Everything of the server's goes through until now, and nothing after. */
function dropping(from: {now: boolean}): ServerCase['options'] {
  return {
    outgoing: (bytes, _, send) => {
      if (!from.now) send(bytes)
    },
  }
}

function silentAfter(
  name: string,
  stall: (guest: Guest) => Promise<unknown>,
  expected: ServerCase['expected'],
): ServerCase {
  const cut = {now: false}
  const script = async (guest: Guest): Promise<void> => {
    await stall(guest)
    cut.now = true
  }
  return {name, script, options: dropping(cut)!, expected}
}

export const stalls: readonly ServerCase[] = [
  {
    name: 'sends the first datagram of its handshake and no more',
    script: () => never,
    // More certificate than goes into one datagram.
    certificate: {names: Array.from({length: 120}, (_, index) => `name-${index}.example`)},
    options: {
      outgoing: (bytes, number, send) => {
        if (number === 0) send(bytes)
      },
    },
    expected: [3, 'unreachable', 'unknown', 'handshake-stalled'],
  },
  {
    name: 'sends no SETTINGS',
    script: () => never,
    expected: [3, 'unreachable', 'proxy', 'no-settings'],
  },
  {
    name: 'sends its SETTINGS an octet at a time, without end',
    script: async guest => trickle(guest, await guest.control(lyingFrame(frame.SETTINGS, 10_000n))),
    expected: [3, 'unreachable', 'proxy', 'no-settings'],
  },
  {
    name: 'never answers the request',
    script: async guest => {
      await guest.greet()
      await never
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  {
    name: 'sends its answer an octet at a time, without end',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(lyingFrame(frame.HEADERS, 60_000n))
      await trickle(guest, stream)
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  {
    name: 'says 103 and no more',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(head([':status', '103']))
      await never
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  {
    name: 'says 200 and carries nothing',
    script: async guest => {
      await (await guest.greet()).accept()
      await never
    },
    expected: [3, 'accepted', 'proxy'],
  },
  {
    name: 'says 200 and then trickles a DATA frame without end',
    script: async guest => {
      const visit = await guest.greet()
      await visit.accept()
      await visit.stream.write(lyingFrame(frame.DATA, 1n << 40n))
      await trickle(guest, visit.stream)
    },
    args: ['--datagrams', 'capsules'],
    expected: [3, 'accepted', 'proxy'],
  },
  {
    name: 'allows no request stream',
    script: async guest => {
      await guest.settle()
      await never
    },
    options: {server: {transport: {maxBidiStreams: 0}}},
    expected: [3, 'refused', 'proxy', 'no-stream'],
  },
  silentAfter('falls silent after the handshake', guest => guest.connection.established, [
    3,
    'unreachable',
    'unknown',
    'fell-silent',
  ]),
  silentAfter('falls silent after the request', guest => guest.greet(), [3, 'refused', 'unknown', 'fell-silent']),
  silentAfter('falls silent in mid-tunnel', async guest => (await guest.greet()).carry(3), [
    3,
    'carries-both-ways',
    'unknown',
  ]),
]
