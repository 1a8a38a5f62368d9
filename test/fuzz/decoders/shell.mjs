// The shell: lines that anybody may have written, and what peers send, in words for a terminal.
import {describe} from '../../../dist/lib/shell/decode/describe.js'
import {conversation} from '../../../dist/lib/shell/decode/packet.js'
import {readData} from '../../../dist/lib/shell/grammar/data.js'
import {GrammarError} from '../../../dist/lib/shell/grammar/error.js'
import {formatStatement} from '../../../dist/lib/shell/grammar/format.js'
import {readLine} from '../../../dist/lib/shell/grammar/token.js'
import {readItems} from '../../../dist/lib/shell/script/read.js'
import {assert} from '../invariants.mjs'

const hex = text => Buffer.from(text).toString('hex')

/** Nothing but mistakes of the line's own may be wrong with it. */
function unlessMistaken(read) {
  try {
    return read()
  } catch (error) {
    if (error instanceof GrammarError) return undefined
    throw error
  }
}

/** @type {import('./index.mjs').Decoder[]} */
export const SHELL = [
  {
    name: 'shell-lines',
    reads: ['shell/grammar/token.readLine', 'shell/grammar/data.readData', 'shell/script/read.readItems'],
    seeds: [
      'open udp [2001:db8::1]:53 --as w; send "a\\u{1f600}\\n" --on w # comment',
      'header \'x: "y"\'; expect datagram from t1 within 1.5s payload hex:00 len 1',
      'dry capsule 0x40 base64:AAEC --length=9 --truncate 1; show #7;;',
      'packet udp 192.0.2.1:53 dns:example.com --from 192.0.2.2',
    ].map(hex),
    check(data) {
      const line = Buffer.from(data)
        .toString('utf8')
        .replaceAll(/[\r\n]/g, ' ')
      unlessMistaken(() => readItems(line))
      const statements = unlessMistaken(() => readLine(line))
      if (!statements) return
      for (const token of statements.flat()) unlessMistaken(() => readData(token))
      const written = statements.map(formatStatement).join('; ')
      const plain = list => list.map(words => words.map(({text, isQuoted}) => ({text, isQuoted})))
      assert.deepEqual(plain(readLine(written)), plain(statements))
    },
  },
  {
    name: 'shell-words',
    reads: ['shell/decode/describe.describe', 'shell/decode/packet.conversation'],
    seeds: [
      '00450000210000400040110000c0000201c0000202c350003500090000ff',
      '0004c0000201200104c000020218',
      '0104c0000200c00002ff0004c0000300c00003ff11',
      '001b5b324a',
      '',
    ],
    check(data) {
      const payload = new Uint8Array(data)
      conversation(payload.subarray(1))
      const value = payload.subarray(1)
      const events = [
        ...['udp', 'ip'].map(inner => ({kind: 'datagram', carrier: 'frame', payload, inner})),
        ...[0n, 1n, 2n, 3n, 0x40n].map(type => ({
          kind: 'capsule',
          type,
          length: BigInt(value.length),
          value,
          isWhole: true,
        })),
      ]
      for (const event of events) {
        const words = describe(event)
        assert.ok(words.length <= 161, `${words.length} characters`)
        assert.doesNotMatch(words, /[\p{C}\p{Zl}\p{Zp}]/u)
      }
    },
  },
]
