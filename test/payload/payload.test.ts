import {decode, encode} from 'dns-packet'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {PayloadError} from '../../src/lib/payload/kind.js'
import {parsePayload} from '../../src/lib/payload/payload.js'
import {seeded} from '../../src/lib/spec/random.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {hex, show} from '../support/bytes.js'

const parse = (text: string) => parsePayload(text, seeded(1))

describe('payloads', () => {
  it('dns asks for an A record and knows its answer by the ID', () => {
    const payload = parse('dns:example.com')
    const question = payload.question(3)
    const {id, questions} = decode(Buffer.from(question))
    expect(questions).toMatchObject([{type: 'A', name: 'example.com'}])
    const answer = (more: object): Uint8Array =>
      new Uint8Array(encode({type: 'response', id: id!, questions: [{type: 'A', name: 'example.com'}], ...more}))
    const a = {type: 'A', name: 'example.com', data: '192.0.2.1'} as const
    expect(payload.answer(answer({answers: [a]}))).toEqual({question: 3, detail: 'NOERROR, 1 answers'})
    expect(payload.answer(answer({flags: 3}))).toEqual({question: 3, detail: 'NXDOMAIN, 0 answers'})
    expect(payload.answer(answer({id: (id! + 1) & 0xffff}))).toBeUndefined()
    expect(payload.answer(question)).toBeUndefined()
  })

  it('stun knows its answer by the transaction, and where it was seen from', () => {
    const payload = parse('stun')
    const transaction = payload.question(0).subarray(8)
    // RFC 5769 section 2.2 and 2.3: 192.0.2.1:32853, and the same over IPv6, for their transaction ID.
    const answer = (attribute: Uint8Array): Uint8Array =>
      concat(hex('0101'), Uint8Array.of(0, attribute.length), hex('2112a442'), transaction, attribute)
    const v4 = answer(hex('00200008 0001a147 e112a643'))
    expect(payload.answer(v4)).toEqual({question: 0, detail: 'a STUN binding', observed: '192.0.2.1:32853'})
    expect(payload.answer(answer(hex('00010008 00018055 c0000201')))).toMatchObject({observed: '192.0.2.1:32853'})
    expect(payload.answer(answer(hex('80220004 74657374')))).toEqual({question: 0, detail: 'a STUN binding'})
    const masked = concat(hex('2001db8800000000000000000000'), hex('0001')).map((octet, index) => {
      return octet ^ concat(hex('2112a442'), transaction)[index]!
    })
    const v6 = answer(concat(hex('00200014 0002a147'), masked))
    expect(payload.answer(v6)).toMatchObject({observed: expect.stringMatching(/^\[2001:db88:.*\]:32853$/) as string})
    expect(payload.answer(concat(hex('0101 0000 2112a442'), new Uint8Array(12)))).toBeUndefined()
    expect(payload.answer(concat(hex('0111 0000 2112a442'), transaction))).toEqual({
      question: 0,
      detail: 'a STUN error',
    })
  })

  it('ntp knows its answer by the timestamp it sent', () => {
    const payload = parse('ntp')
    const question = payload.question(1)
    const answer = new Uint8Array(48)
    answer.set([0x24, 2])
    answer.set(question.subarray(40), 24)
    expect(payload.answer(answer)).toEqual({question: 1, detail: 'an NTP answer, stratum 2'})
    expect(payload.answer(question)).toBeUndefined()
    expect(payload.answer(new Uint8Array(48).fill(0x24))).toBeUndefined()
  })

  it('quic-vn knows its answer by the connection IDs', () => {
    const payload = parse('quic-vn')
    payload.question(0)
    const question = payload.question(1)
    const [destination, source] = [question.subarray(6, 14), question.subarray(15, 23)]
    const eight = Uint8Array.of(8)
    const answer = concat(hex('80 00000000'), eight, source, eight, destination, hex('00000001 6b3343cf'))
    expect(payload.answer(answer)).toEqual({question: 1, detail: 'QUIC versions 0x1 0x6b3343cf'})
    expect(payload.answer(question)).toBeUndefined()
  })

  it('hex takes anything for an answer', () => {
    const payload = parse('hex:00 ff')
    expect(show(payload.question(5))).toBe('00ff')
    expect(payload.answer(hex('aabbcc'))).toEqual({question: undefined, detail: '3 octets'})
  })

  it.each([
    ['dns', 'needs a name'],
    ['dns:', 'needs a name'],
    ['dns:bad name', 'needs a name'],
    ['stun:x', 'takes no argument'],
    ['hex:0', 'half an octet'],
    ['hex:zz', "'z' is not a hex digit"],
    ['smtp', 'there are dns:NAME'],
    ['', 'there are dns:NAME'],
  ])('%s is refused: %s', (text, words) => {
    expect(() => parse(text)).toThrow(PayloadError)
    expect(() => parse(text)).toThrow(words)
  })

  it('nothing that arrives makes any of them stumble', () => {
    const payloads = ['dns:a.example', 'stun', 'ntp', 'quic-vn'].map(parse)
    for (const payload of payloads) payload.question(0)
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), bytes => {
        for (const payload of payloads) payload.answer(bytes)
      }),
      {numRuns: 500},
    )
  })
})
