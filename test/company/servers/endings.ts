/** Servers that end things: streams and connections, politely or not, at every stage. */
import {concat} from '../../../src/lib/wire/bytes.js'
import {H3} from '../../../src/lib/wire/error-codes.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import * as parameters from '../../../src/lib/wire/quic/transport-parameters.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {HONEST_SETTINGS} from '../../support/bad-server/guest.js'
import {never, pause, type ServerCase} from './case.js'

const STATELESS_RESET_TOKEN = 0x02n
const goaway = (id: bigint): Uint8Array => frame.write(frame.GOAWAY, varint.write(id))

export const endings: readonly ServerCase[] = [
  {
    name: 'closes the connection before SETTINGS',
    script: ({connection}) => connection.close(H3.INTERNAL_ERROR, 'not today'),
    expected: [3, 'unreachable', 'proxy', 'ended-connection-closed'],
  },
  {
    name: 'closes the connection when the request is there',
    script: async guest => {
      await guest.greet()
      guest.connection.close(H3.GENERAL_PROTOCOL_ERROR)
    },
    expected: [3, 'refused', 'unknown', 'ended-connection-closed'],
  },
  {
    name: 'closes the connection with H3_NO_ERROR when the request is there',
    script: async guest => {
      await guest.greet()
      guest.connection.close(H3.NO_ERROR)
    },
    expected: [3, 'refused', 'proxy', 'ended-connection-closed'],
  },
  {
    name: 'closes the connection in mid-tunnel',
    script: async guest => {
      await (await guest.greet()).carry(3)
      guest.connection.close(H3.INTERNAL_ERROR, 'enough')
    },
    expected: [3, 'carries-both-ways', 'unknown'],
  },
  {
    name: 'ends its control stream',
    script: async guest => {
      const control = await guest.settle()
      await control?.write(new Uint8Array(0), true)
      await never
    },
    expected: [3, 'refused', 'proxy', 'http3-violation'],
  },
  {
    name: 'resets its control stream in mid-tunnel',
    script: async guest => {
      const control = await guest.settle()
      await (await guest.request()).carry(3)
      control?.reset(H3.INTERNAL_ERROR)
    },
    expected: [3, 'carries-both-ways', 'proxy'],
  },
  {
    name: 'ends its QPACK encoder stream',
    script: async guest => {
      await guest.stream(Uint8Array.of(2), true)
      await guest.greet()
    },
    expected: [3, 'refused', 'proxy', 'http3-violation'],
  },
  {
    name: 'resets the request with H3_INTERNAL_ERROR',
    script: async guest => {
      const {stream} = await guest.greet()
      stream.reset(H3.INTERNAL_ERROR)
    },
    expected: [3, 'refused', 'proxy', 'request-reset'],
  },
  {
    name: 'resets the request with H3_MESSAGE_ERROR',
    script: async guest => {
      const {stream} = await guest.greet()
      stream.reset(H3.MESSAGE_ERROR)
    },
    expected: [3, 'refused', 'unknown', 'request-reset'],
  },
  {
    name: 'takes no more of the request (STOP_SENDING) and answers nothing',
    script: async guest => {
      const {stream} = await guest.greet()
      stream.stop(H3.REQUEST_REJECTED)
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  {
    name: 'ends the stream without a response',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(new Uint8Array(0), true)
    },
    expected: [3, 'refused', 'proxy', 'http3-violation'],
  },
  {
    name: 'says 200 and ends the stream',
    script: async guest => {
      const visit = await guest.greet()
      await visit.accept()
      await visit.stream.write(new Uint8Array(0), true)
    },
    expected: [3, 'accepted', 'unknown'],
  },
  {
    name: 'resets the tunnel after some datagrams',
    script: async guest => {
      const visit = await guest.greet()
      await visit.carry(3)
      visit.stream.reset(H3.CONNECT_ERROR)
    },
    expected: [3, 'carries-both-ways', 'unknown'],
  },
  {
    name: 'takes no more on the tunnel (STOP_SENDING) after some datagrams',
    script: async guest => {
      const visit = await guest.greet()
      await visit.carry(3)
      visit.stream.stop(H3.NO_ERROR)
    },
    expected: [3, 'carries-both-ways', 'unknown'],
  },
  {
    name: 'has forgotten the connection in mid-tunnel (stateless reset)',
    script: async (guest, server) => {
      await (await guest.greet()).carry(3)
      const own = parameters.read(guest.connection.handshake()?.localParameters ?? new Uint8Array(0))
      const token = own.find(({id}) => id === STATELESS_RESET_TOKEN)?.value ?? new Uint8Array(0)
      server.send(
        concat(
          Uint8Array.from({length: 40}, (_, index) => 0x40 | index),
          token,
        ),
      )
    },
    expected: [3, 'carries-both-ways', 'unknown'],
  },
  {
    name: 'says GOAWAY with its SETTINGS',
    script: async guest => {
      await guest.control(frame.write(frame.SETTINGS, HONEST_SETTINGS), goaway(0n))
    },
    expected: [3, 'refused', 'proxy', 'ended-going-away'],
  },
  {
    name: 'says GOAWAY to the request, and nothing more',
    script: async guest => {
      const control = await guest.settle()
      await guest.request()
      await control?.write(goaway(0n))
    },
    expected: [3, 'refused', 'proxy', 'ended-going-away'],
  },
  {
    name: 'says GOAWAY in mid-tunnel, and lets the tunnel live',
    script: async guest => {
      const control = await guest.settle()
      const visit = await guest.request()
      await Promise.all([visit.carry(1000), pause(50).then(() => control?.write(goaway(4n)))])
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'says GOAWAY for more requests than before',
    script: async guest => {
      const control = await guest.settle()
      await guest.request()
      await control?.write(concat(goaway(8n), goaway(12n)))
    },
    expected: [3, 'refused', 'proxy', 'http3-violation'],
  },
]
