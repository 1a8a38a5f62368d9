/** Servers whose frames and streams are wrong, or legal but without end. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import * as fieldSection from '../../../src/lib/wire/qpack/field-section.js'
import {H3} from '../../../src/lib/wire/error-codes.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {head, HONEST_SETTINGS, lyingFrame, type Guest, type Visit} from '../../support/bad-server/guest.js'
import {BYTES, never, pause, type ServerCase} from './case.js'

const SETTINGS = frame.write(frame.SETTINGS, HONEST_SETTINGS)
const settingsOf = (...numbers: readonly (number | bigint)[]): Uint8Array =>
  frame.write(frame.SETTINGS, concat(...numbers.map(number => varint.write(number))))

function breach(
  name: string,
  script: ServerCase['script'],
  viability: 'unreachable' | 'refused' = 'refused',
): ServerCase {
  return {name, script, expected: [3, viability, 'proxy', 'http3-violation']}
}

/** Breaks the rules once the request is there. */
function answering(name: string, answer: (visit: Visit) => unknown): ServerCase {
  return breach(name, async guest => {
    await answer(await guest.greet())
    await never
  })
}

async function afterSettings(guest: Guest, bytes: Uint8Array): Promise<void> {
  const control = await guest.settle()
  await guest.request()
  await control?.write(bytes)
  await never
}

const field = (bytes: readonly number[]): Uint8Array => frame.write(frame.HEADERS, Uint8Array.from([0, 0, ...bytes]))

/** As many frames of this kind as the client takes. */
async function flood(
  guest: Guest,
  stream: {write(bytes: Uint8Array): Promise<boolean>} | undefined,
  bytes: Uint8Array,
) {
  // As long as anybody takes it, and without taking the whole machine from those who share it.
  while (guest.alive && (await stream?.write(bytes))) await pause(1)
}

export const settings: readonly ServerCase[] = [
  breach(
    'begins its control stream with GOAWAY',
    guest => guest.control(frame.write(frame.GOAWAY, varint.write(0))),
    'unreachable',
  ),
  {
    // As a frame that never ends, which is how it reads.
    name: 'begins its control stream with garbage',
    script: guest => guest.control(BYTES.garbage),
    expected: [3, 'unreachable', 'proxy', 'no-settings'],
  },
  breach('sends SETTINGS twice', guest => guest.control(SETTINGS, SETTINGS)),
  breach(
    'cuts off a setting in the middle',
    guest => guest.control(frame.write(frame.SETTINGS, Uint8Array.of(0x33))),
    'unreachable',
  ),
  breach('sends a setting of HTTP/2', guest => guest.control(settingsOf(8, 1, 2, 1))),
  breach('sends the same setting twice', guest => guest.control(settingsOf(8, 1, 8, 1))),
  breach('sends H3_DATAGRAM = 2', guest => guest.control(settingsOf(8, 1, 0x33, 2))),
  {
    name: 'announces no extended CONNECT',
    script: guest => guest.control(settingsOf(0x33, 1)),
    expected: [3, 'refused', 'unknown', 'no-extended-connect'],
  },
  {
    name: 'sends ten thousand settings nobody knows',
    script: async guest => {
      const many = Array.from({length: 10_000}, (_, index) => [0x1000 + index, index]).flat()
      await guest.control(settingsOf(8, 1, 0x33, 1, ...many))
      await (await guest.request()).carry(1000)
    },
    args: ['-v'],
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'sends SETTINGS of a gigabyte',
    script: async guest => flood(guest, await guest.control(lyingFrame(frame.SETTINGS, 1n << 30n)), BYTES.mebibyte),
    expected: [3, 'unreachable', 'unknown', 'our-limit'],
  },
]

export const frames: readonly ServerCase[] = [
  {
    name: 'answers with garbage',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(BYTES.garbage)
      await never
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  answering('sends DATA before its answer', ({stream}) => stream.write(frame.write(frame.DATA, BYTES.garbage))),
  answering('ends the stream in the middle of its answer', ({stream}) =>
    stream.write(lyingFrame(frame.HEADERS, 5000n, Uint8Array.of(0, 0)), true),
  ),
  answering('sends a frame of HTTP/2 (PING)', ({stream}) => stream.write(frame.write(6n, new Uint8Array(8)))),
  answering('promises a push', ({stream}) => stream.write(frame.write(frame.PUSH_PROMISE, Uint8Array.of(0, 0, 0)))),
  answering('opens a push stream', ({guest}) => guest.stream(Uint8Array.of(1, 0))),
  answering('opens a second control stream', ({guest}) => guest.settle()),
  answering('opens a bidirectional stream', async ({guest}) =>
    (await guest.connection.openStream(false))?.write(BYTES.garbage),
  ),
  answering('fills a dynamic table we do not have', ({guest}) => guest.stream(Uint8Array.of(2, 0xc0, 1, 0x61))),
  answering('acknowledges field sections we never sent', ({guest}) => guest.stream(Uint8Array.of(3, 0x80))),
  answering('speaks nonsense on its QPACK streams', ({guest}) => guest.stream(concat(Uint8Array.of(2), BYTES.garbage))),
  answering('refers to the dynamic table', ({stream}) => stream.write(field([0x80]))),
  answering('needs entries of the dynamic table', ({stream}) =>
    stream.write(frame.write(frame.HEADERS, Uint8Array.of(9, 0, 0xd9))),
  ),
  answering('refers past the end of the static table', ({stream}) => stream.write(field([0xff, 0xff, 0x10]))),
  // Seven bits of one are no end of a Huffman string, and more than seven no padding.
  answering('sends Huffman that is none', ({stream}) => stream.write(field([0x54, 0x84, 0xff, 0xff, 0xff, 0xff]))),
  answering('lies about the length of a string', ({stream}) => stream.write(field([0x54, 0x7f, 0xe0, 0x07]))),
  breach('sends DATA on its control stream', guest => afterSettings(guest, frame.write(frame.DATA, BYTES.garbage))),
  breach('sends HEADERS on its control stream', guest => afterSettings(guest, head([':status', '200']))),
  breach('sends MAX_PUSH_ID', guest => afterSettings(guest, frame.write(frame.MAX_PUSH_ID, Uint8Array.of(1)))),
  breach('sends GOAWAY without an identifier', guest =>
    afterSettings(guest, frame.write(frame.GOAWAY, new Uint8Array(0))),
  ),
  {
    name: 'announces an answer of a gigabyte',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(lyingFrame(frame.HEADERS, 1n << 30n))
      await flood(guest, stream, BYTES.mebibyte)
    },
    expected: [3, 'refused', 'unknown', 'our-limit'],
  },
  {
    name: 'sends an answer with more fields than we take',
    script: async guest => {
      const {stream} = await guest.greet()
      const many = Array.from({length: 3000}, (_, index) => ({name: `x-${index}`, value: 'v'}))
      await stream.write(frame.write(frame.HEADERS, fieldSection.write([{name: ':status', value: '200'}, ...many])))
      await never
    },
    expected: [3, 'refused', 'unknown', 'our-limit'],
  },
  {
    name: 'sends a frame of an unknown type that never ends',
    script: async guest => {
      const {stream} = await guest.greet()
      await stream.write(lyingFrame(0x21n, (1n << 62n) - 1n))
      await flood(guest, stream, BYTES.mebibyte)
    },
    expected: [3, 'refused', 'proxy', 'no-response'],
  },
  {
    name: 'sends unknown frames without end on its control stream',
    script: async guest => {
      const control = await guest.settle()
      const visit = await guest.request()
      const many = concat(...Array.from({length: 1000}, () => frame.write(0x21n, new Uint8Array(50))))
      await Promise.all([flood(guest, control, many), visit.carry(1000)])
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'opens streams of unknown types without end',
    script: async guest => {
      await guest.settle()
      const visit = await guest.request()
      const open = async (): Promise<void> => {
        for (let type = 0x100; guest.alive && (await guest.stream(varint.write(type), true)); type++);
      }
      await Promise.all([open(), visit.carry(1000)])
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'sends without end on a stream of unknown type',
    script: async guest => {
      await guest.settle()
      const visit = await guest.request()
      const unknown = await guest.stream(varint.write(0x4242))
      await Promise.all([flood(guest, unknown, BYTES.mebibyte), visit.carry(1000)])
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'never says of what type a stream is',
    script: async guest => {
      await guest.settle()
      await guest.stream(Uint8Array.of(0xc0))
      await (await guest.request()).carry(1000)
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'resets the streams of unknown type it opens',
    script: async guest => {
      const unknown = await guest.stream(Uint8Array.of(0x21))
      unknown?.reset(H3.NO_ERROR)
      await (await guest.greet()).carry(1000)
    },
    expected: [0, 'carries-both-ways', null],
  },
]
