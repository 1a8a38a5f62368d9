import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import * as parameters from '../../src/lib/wire/quic/transport-parameters.js'
import * as versionNegotiation from '../../src/lib/wire/quic/version-negotiation.js'
import {hex, prefixes, wireErrorOf} from '../support/bytes.js'

describe('transport parameters', () => {
  const wire = hex('0104 80007530 200480 00ffff 0c00 1b02aabb')

  it('keeps order and raw values, and knows names and formats', () => {
    const list = parameters.read(wire)
    expect(list.map(({id}) => parameters.name(id))).toEqual([
      'max_idle_timeout',
      'max_datagram_frame_size',
      'disable_active_migration',
      'reserved 0x1b',
    ])
    expect(list.map(parameters.describe)).toEqual([30000n, 65535n, true, 'aabb'])
    expect(parameters.integer(list, parameters.MAX_DATAGRAM_FRAME_SIZE)).toBe(65535n)
    expect(parameters.integer(list, parameters.MAX_UDP_PAYLOAD_SIZE)).toBeUndefined()
  })

  it('shows an integer that is none as the octets it has', () => {
    expect(parameters.describe({id: 1n, value: hex('40')})).toBe('40')
    expect(parameters.describe({id: 1n, value: hex('0102')})).toBe('0102')
  })

  it('is truncated inside a parameter', () => {
    const boundaries = [0, 6, 12, 14]
    for (const prefix of prefixes(wire)) {
      if (boundaries.includes(prefix.length)) parameters.read(prefix)
      else expect(wireErrorOf(() => parameters.read(prefix))).toBe('truncated')
    }
  })
})

describe('Version Negotiation as an echo', () => {
  const destination = hex('0102030405060708')
  const source = hex('1112131415161718')

  it('asks with 1200 octets and a version nobody speaks', () => {
    const probe = versionNegotiation.writeProbe(destination, source)
    expect(probe).toHaveLength(1200)
    expect(probe[0]! & 0x80).toBe(0x80)
    expect(new DataView(probe.buffer).getUint32(1)).toBe(versionNegotiation.RESERVED_VERSION)
  })

  it('reads the answer to its own question only', () => {
    const answer = hex('80 00000000 08 1112131415161718 08 0102030405060708 00000001 6b3343cf')
    expect(versionNegotiation.readAnswer(answer, destination, source)).toEqual([1, 0x6b3343cf])
    expect(wireErrorOf(() => versionNegotiation.readAnswer(answer, source, destination))).toBe('malformed')
    expect(wireErrorOf(() => versionNegotiation.readAnswer(hex('c0 00000001'), destination, source))).toBe('malformed')
    for (const prefix of prefixes(answer)) {
      if (prefix.length === 23 || prefix.length === 27) continue
      expect(wireErrorOf(() => versionNegotiation.readAnswer(prefix, destination, source))).toBe('truncated')
    }
  })

  it('throws nothing but WireError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 60}), bytes => {
        try {
          versionNegotiation.readAnswer(bytes, destination, source)
        } catch (error) {
          expect(
            wireErrorOf(() => {
              throw error
            }),
          ).toBeTruthy()
        }
      }),
    )
  })
})

describe('parameters that are not as they should be', () => {
  it('are named by their number, and as reserved only if they are', () => {
    const named = [27n, 58n, 28n, 0x15n, 26n].map(parameters.name)
    expect(named).toEqual(['reserved 0x1b', 'reserved 0x3a', '0x1c', '0x15', '0x1a'])
  })

  it('are shown as what they are', () => {
    expect(parameters.describe({id: 0x0cn, value: hex('00')})).toBe('00')
    expect(parameters.describe({id: 0x02n, value: hex('')})).toBe('')
    expect(parameters.describe({id: 0x02n, value: hex('01')})).toBe('01')
    expect(parameters.describe({id: 0x99n, value: hex('')})).toBe('')
  })

  it('are no integer, if anything is behind it', () => {
    expect(parameters.integer([{id: 1n, value: hex('0100')}], 1n)).toBeUndefined()
    expect(parameters.integer([{id: 1n, value: hex('01')}], 1n)).toBe(1n)
  })
})
