import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import * as settings from '../../src/lib/wire/h3-settings.js'
import {hex, prefixes, show, wireErrorOf} from '../support/bytes.js'

describe('HTTP/3 SETTINGS', () => {
  it('keeps order, duplicates and widths', () => {
    const list = settings.read(hex('3301 08 4001 3301'))
    expect(list).toEqual([
      {id: 0x33n, value: 1n, idWidth: 1, valueWidth: 1},
      {id: 0x08n, value: 1n, idWidth: 1, valueWidth: 2},
      {id: 0x33n, value: 1n, idWidth: 1, valueWidth: 1},
    ])
    expect(show(settings.write(list))).toBe('3301084001' + '3301')
    expect(settings.violations(list)).toEqual(['H3_DATAGRAM occurs twice'])
  })

  // Wire forms of the drafts' code points, from the h3-datagram drafts.
  it.each([
    ['4276', 'draft-ietf-masque-h3-datagram-00'],
    ['80ffd276', 'draft-ietf-masque-h3-datagram-01 to -03'],
    ['80ffd277', 'draft-ietf-masque-h3-datagram-04 to -08'],
  ])('knows the draft code point %s', (wire, draft) => {
    const [setting] = settings.read(hex(`${wire}01`))
    expect(settings.name(setting!.id)).toBe(`H3_DATAGRAM (${draft})`)
    expect(settings.violations([setting!])).toEqual([])
  })

  it.each([
    ['3302', 'H3_DATAGRAM is 2: only 0 and 1 are allowed'],
    ['0802', 'ENABLE_CONNECT_PROTOCOL is 2: only 0 and 1 are allowed'],
    ['0201', '0x2 is reserved: it belongs to HTTP/2'],
    ['0000', '0x0 is reserved: it belongs to HTTP/2'],
  ])('finds what obliges to close: %s', (wire, violation) => {
    expect(settings.violations(settings.read(hex(wire)))).toEqual([violation])
  })

  it('leaves reserved and unknown settings alone', () => {
    const list = settings.read(hex('21 17 4123 00 0700 0100 3300'))
    expect(settings.violations(list)).toEqual([])
    expect(list.map(({id}) => settings.name(id)).slice(0, 2)).toEqual(['reserved 0x21', '0x123'])
  })

  it('is truncated only inside a setting', () => {
    const whole = hex('3301 0801')
    for (const prefix of prefixes(whole)) {
      if (prefix.length % 2 === 0) expect(settings.read(prefix)).toHaveLength(prefix.length / 2)
      else expect(wireErrorOf(() => settings.read(prefix))).toBe('truncated')
    }
  })

  it('survives a round trip', () => {
    const integer = fc.bigInt({min: 0n, max: (1n << 62n) - 1n})
    fc.assert(
      fc.property(fc.array(fc.tuple(integer, integer)), pairs => {
        const read = settings.read(settings.write(pairs.map(([id, value]) => ({id, value}))))
        expect(read.map(({id, value}) => [id, value])).toEqual(pairs)
      }),
    )
  })
})

describe('settings that are cut off', () => {
  it('are read as far as they are whole', () => {
    const list = settings.readLeniently(hex('3301 08 4001 06 40'))
    expect(list.map(({id, value}) => [id, value])).toEqual([
      [0x33n, 1n],
      [8n, 1n],
    ])
    expect(settings.readLeniently(hex(''))).toEqual([])
    expect(settings.readLeniently(hex('3301'))).toHaveLength(1)
  })

  it('have the value that came first, or none', () => {
    const list = settings.read(hex('0801 3301 3300'))
    expect([settings.value(list, 0x33n), settings.value(list, 8n), settings.value(list, 6n)]).toEqual([
      1n,
      1n,
      undefined,
    ])
  })
})
