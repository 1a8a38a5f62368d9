/** Captures, to the octet, and read back. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat} from '../../src/lib/wire/bytes.js'
import {WireError} from '../../src/lib/wire/error.js'
import * as pcapng from '../../src/lib/wire/pcapng.js'
import {hex, prefixes, show} from '../support/bytes.js'

const SECTION = pcapng.sectionHeader({application: 'masque', system: 'linux'})
const INTERFACE = pcapng.interfaceDescription({linkType: pcapng.LINKTYPE_RAW, name: 'outer', description: 'd'})

describe('what is written', () => {
  it('is a section header with byte order, version 1.0 and no length', () => {
    expect(show(SECTION)).toBe(
      show(
        hex(`0a0d0d0a 38000000 4d3c2b1a 0100 0000 ffffffffffffffff
          0300 0500 6c696e7578 000000 0400 0600 6d6173717565 0000 00000000 38000000`),
      ),
    )
  })

  it('is an interface with nanoseconds', () => {
    expect(show(INTERFACE)).toBe(
      show(
        hex(`01000000 34000000 6500 0000 00000000
          0200 0500 6f75746572 000000 0300 0100 64 000000 0900 0100 09 000000 00000000 34000000`),
      ),
    )
  })

  it('is a packet with its time in two halves, padding, direction and comment', () => {
    const bytes = pcapng.packet({
      interface: 1,
      atNs: 0x0102030405060708n,
      bytes: hex('aabbccddee'),
      direction: 'sent',
      comment: 'hi',
    })
    expect(show(bytes)).toBe(
      show(
        hex(`06000000 3c000000 01000000 04030201 08070605 05000000 05000000 aabbccddee 000000
          0200 0400 02000000 0100 0200 6869 0000 00000000 3c000000`),
      ),
    )
  })

  it('is a packet without options, if there are none', () => {
    expect(pcapng.packet({interface: 0, atNs: 0n, bytes: hex('aabbccdd')}).length).toBe(12 + 20 + 4)
  })

  it('is a block of secrets, told to be of TLS', () => {
    expect(show(pcapng.tlsSecrets('A 1 2\n'))).toBe(
      show(hex('0a000000 1c000000 4b534c54 06000000 4120312032 0a 0000 1c000000')),
    )
  })

  it('is a name for an address', () => {
    expect(show(pcapng.nameResolution(hex('c0000201'), 'ab'))).toBe(
      show(hex('04000000 1c000000 0100 0700 c0000201 616200 00 00000000 1c000000')),
    )
  })

  it('cuts text that an option cannot hold', () => {
    const long = pcapng.interfaceDescription({linkType: 101, name: 'n', description: 'x'.repeat(70_000)})
    expect([...pcapng.blocks(concat(SECTION, long))].map(({bytes}) => bytes.length).at(-1)).toBeLessThan(66_000)
  })
})

describe('what is read', () => {
  it('is what was written', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            interface: fc.nat(1),
            atNs: fc.bigInt(0n, (1n << 64n) - 1n),
            bytes: fc.uint8Array({maxLength: 100}),
            originalBytes: fc.nat(70_000),
            direction: fc.constantFrom('sent' as const, 'received' as const),
            comment: fc.string(),
          }),
        ),
        packets => {
          const file = concat(SECTION, INTERFACE, ...packets.map(packet => pcapng.packet(packet)))
          const [, , ...read] = pcapng.blocks(file)
          expect(read.map(block => pcapng.readPacket(block))).toEqual(packets)
        },
      ),
    )
  })

  it('of a file that was cut are the whole blocks, and where the cut is', () => {
    const file = concat(SECTION, INTERFACE, pcapng.packet({interface: 0, atNs: 1n, bytes: hex('aa')}))
    for (const prefix of prefixes(file)) {
      const read: number[] = []
      let cut: unknown
      try {
        for (const {type} of pcapng.blocks(prefix)) read.push(type)
      } catch (error) {
        cut = error
      }
      const whole = [SECTION.length, SECTION.length + INTERFACE.length].filter(end => end <= prefix.length)
      expect(read.length).toBe(whole.length)
      const end = whole.at(-1) ?? 0
      if (end === prefix.length) expect(cut).toBeUndefined()
      else expect(cut).toMatchObject({code: 'truncated', offset: end})
    }
  })

  it('never fails but with a WireError, whatever is in the file', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), fc.boolean(), (noise, behindASection) => {
        try {
          for (const block of pcapng.blocks(behindASection ? concat(SECTION, noise) : noise)) {
            if (block.type === pcapng.BLOCK.PACKET) pcapng.readPacket(block)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(WireError)
        }
      }),
    )
  })

  it('is refused if the two lengths of a block differ, or it is no pcapng at all', () => {
    const wrong = concat(SECTION, INTERFACE)
    wrong[wrong.length - 4] = 0x38
    expect(() => [...pcapng.blocks(wrong)]).toThrow(/two lengths/)
    expect(() => [...pcapng.blocks(hex('d4c3b2a1 0200 0400 00000000'))]).toThrow(/not pcapng/)
  })
})

describe('what is broken', () => {
  const block = (words: string): Uint8Array => concat(SECTION, hex(words))
  it.each([
    ['01000000 08000000 08000000', 'a block of 8 octets'],
    ['01000000 0e000000 00000000 0e00', 'a block of 14 octets'],
    ['01000000 10000000 00000000 10000000', undefined],
    ['01000000 0c000000 0c000000', undefined],
  ])('%s', (words, problem) => {
    if (problem === undefined) expect([...pcapng.blocks(block(words))]).toHaveLength(2)
    else expect(() => [...pcapng.blocks(block(words))]).toThrow(problem)
  })

  it('is told with its place', () => {
    const wrong = block('01000000 10000000 00000000 14000000')
    expect(() => [...pcapng.blocks(wrong)]).toThrow(`(at octet ${wrong.length - 4})`)
    const other = Uint8Array.from(SECTION)
    other.set(hex('1a2b3c4d'), 8)
    expect(() => [...pcapng.blocks(other)]).toThrow('not as masque writes it')
    const late = concat(INTERFACE, SECTION)
    expect(() => [...pcapng.blocks(late)]).toThrow('this is not pcapng')
  })

  const body = (captured: string, rest: string): pcapng.Block => {
    const octets = hex(`00000000 00000000 00000000 ${captured} 02000000 ${rest}`)
    return {type: pcapng.BLOCK.PACKET, body: octets, bytes: octets}
  }

  it('within a packet: its length, its options', () => {
    expect(() => pcapng.readPacket({...body('', ''), body: new Uint8Array(19)})).toThrow('without its fixed part')
    expect(pcapng.readPacket(body('00000000', '')).bytes).toHaveLength(0)
    expect(pcapng.readPacket(body('02000000', 'aabb')).bytes).toEqual(hex('aabb'))
    expect(() => pcapng.readPacket(body('03000000', 'aabb'))).toThrow('3 octets of packet are not there')
    expect(() => pcapng.readPacket(body('00000000', '0100 0300 6162'))).toThrow('an option of 3 octets')
    expect(pcapng.readPacket(body('00000000', '0100 0200 6869')).comment).toBe('hi')
    expect(pcapng.readPacket(body('00000000', '0000 0000 0100 0200 6869')).comment).toBeUndefined()
  })

  it('is no direction, if it is none of the two', () => {
    expect(pcapng.readPacket(body('00000000', '0200 0400 03000000'))).not.toHaveProperty('direction')
    expect(pcapng.readPacket(body('00000000', '0200 0400 01000000')).direction).toBe('received')
    expect(pcapng.readPacket(body('00000000', '0200 0400 06000000')).direction).toBe('sent')
  })

  it('is a name for an address of either family', () => {
    expect(show(pcapng.nameResolution(new Uint8Array(16), 'ab')).slice(16, 24)).toBe('02001300')
  })
})
