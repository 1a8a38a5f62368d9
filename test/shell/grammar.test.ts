/** One grammar: what is typed, recorded and read again is the same, and data is never anything but data. */
import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {readData, takeData} from '../../src/lib/shell/grammar/data.js'
import {explain, GrammarError} from '../../src/lib/shell/grammar/error.js'
import {formatBytes, formatStatement, quote} from '../../src/lib/shell/grammar/format.js'
import {readLine} from '../../src/lib/shell/grammar/token.js'
import {readItems, readScript} from '../../src/lib/shell/script/read.js'
import {WORDS} from '../../src/lib/shell/words/registry.js'
import {seeded} from '../../src/lib/spec/random.js'

const words = (line: string): string[][] => readLine(line).map(statement => statement.map(({text}) => text))
const sources = {random: seeded(1), readFile: () => Promise.reject(new Error('no such file'))}

async function dataOf(line: string): Promise<Uint8Array> {
  const [statement, ...more] = readLine(line)
  expect(more).toEqual([])
  expect(statement).toHaveLength(2)
  expect(statement![0].text).toBe('send')
  return takeData(readData(statement![1]!), sources)
}

describe('lines', () => {
  it.each([
    ['', []],
    ['  # nothing here', []],
    ['#7 < 0.1 an event', []],
    ['send "a b"', [['send', 'a b']]],
    ['send \'a "b"\'', [['send', 'a "b"']]],
    ['send "a;b"; close', [['send', 'a;b'], ['close']]],
    ['send text:"a b"c', [['send', 'text:a bc']]],
    ['send "\\n\\t\\0\\"\\\\\\u{1f600}"', [['send', '\n\t\0"\\\u{1f600}']]],
    ['show #7 # a comment', [['show', '#7']]],
    [';;close;', [['close']]],
    ['send a#b', [['send', 'a#b']]],
    ['show #7t', [['show', '#7t']]],
  ] as const)('%s', (line, expected) => {
    expect(words(line)).toEqual(expected)
  })

  it.each([
    ['send "abc', 6],
    ["send 'abc", 6],
    ['send "\\q"', 7],
    ['send "\\xff"', 7],
    ['send "\\u{110000}"', 7],
    ['send a\x1b[2J', 7],
  ] as const)('%s is told with its column', (line, column) => {
    expect(() => readLine(line)).toThrow(GrammarError)
    try {
      readLine(line)
    } catch (error) {
      expect((error as GrammarError).column).toBe(column)
    }
  })
})

describe('properties', () => {
  const word = fc.record({text: fc.string({unit: 'binary', minLength: 1}), isQuoted: fc.constant(true)})
  const plain = fc.record({text: fc.stringMatching(/^[a-z][a-z0-9:=@.-]{0,12}$/), isQuoted: fc.constant(false)})
  const statement = fc.tuple(plain, fc.array(fc.oneof(word, plain), {maxLength: 6}))

  it('what is written is read again, to the character', () => {
    fc.assert(
      fc.property(fc.array(statement, {minLength: 1, maxLength: 4}), statements => {
        const all = statements.map(([first, rest]) => [first, ...rest])
        const line = all.map(formatStatement).join('; ')
        expect(line).not.toMatch(/[\n\r]/)
        const read = readLine(line).map(one => one.map(({text, isQuoted}) => ({text, isQuoted})))
        expect(read).toEqual(all)
        // And written the same way a second time.
        expect(readLine(line).map(formatStatement).join('; ')).toBe(line)
      }),
    )
  })

  it('words that begin unquoted and go on in quotes survive as well', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), text => {
        const written = formatStatement([
          {text: 'send', isQuoted: false},
          {text: `text:${text}`, isQuoted: false},
        ])
        expect(words(written)).toEqual([['send', `text:${text}`]])
      }),
    )
  })

  it('no text becomes anything but data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'binary'}), async text => {
        const bytes = await dataOf(`send ${quote(text)}`)
        expect(bytes).toEqual(new TextEncoder().encode(text))
      }),
    )
  })

  it('no octets become anything but data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async bytes => {
        expect(await dataOf(`send ${formatBytes(bytes)}`)).toEqual(bytes)
        expect(await dataOf(`send base64:${Buffer.from(bytes).toString('base64')}`)).toEqual(bytes)
      }),
    )
  })

  it('any line at all is read or refused with a column that is in it', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), line => {
        const {problems} = readScript(line.replaceAll(/[\r\n]/g, ' '))
        for (const {error} of problems) {
          expect(error.column).toBeGreaterThanOrEqual(1)
          expect(error.column).toBeLessThanOrEqual(line.length + 1)
        }
      }),
    )
  })
})

describe('data', () => {
  it.each([
    ['hello', /'hello' is no data.*did you mean "hello"\?/],
    ['hexx:00', /did you mean hex:00\?/],
    ['hex:0', /half an octet/],
    ['hex:0g', /'g' is not a hex digit/],
    ['base64:a-_!', /characters in it that base64 has not/],
    ['random:-1', /no number of octets/],
    ['zero:99999999999', /no number of octets/],
    ['dns:', /needs a name/],
    ['@', /needs the name of a file/],
  ])('%s is refused', (text, message) => {
    expect(() => readItems(`send ${text}`)).toThrow(GrammarError)
    try {
      readItems(`send ${text}`)
    } catch (error) {
      expect(explain(error as GrammarError)).toMatch(message)
    }
  })

  it('is not guessed from what it looks like when it is quoted', async () => {
    for (const text of ['hex:00', '@file', 'random:5', '--on', '#7', 'text:x']) {
      expect(await dataOf(`send "${text}"`)).toEqual(new TextEncoder().encode(text))
    }
  })

  it('is chance from a seed', async () => {
    const data = readData({text: 'random:16', isQuoted: false, column: 1})
    const once = await takeData(data, {...sources, random: seeded(5)})
    expect(once).toEqual(await takeData(data, {...sources, random: seeded(5)}))
    expect(once).toHaveLength(16)
  })
})

describe('mistakes', () => {
  it.each([
    ['sned "x"', "column 1: there is no word 'sned'; did you mean send? for example: help"],
    ['send', 'column 1: send needs DATA; for example: send "hello"'],
    ['send "a" "b"', 'column 10: \'b\' is one word too many; for example: send "hello"'],
    ['send "a" --tims 3', /there is no --tims.*did you mean --times\?/],
    ['send "a" --times', 'column 10: --times needs N; for example: send "hello"'],
    ['send "a" --times 1 --times 2', /is there twice/],
    ['capsule ADRESS_ASSIGN', /did you mean ADDRESS_ASSIGN\?/],
    ['capsule 0x4000000000000000', /62 bits/],
    ['reset MESSAGE_ERROR', /did you mean H3_MESSAGE_ERROR\?/],
    ['wait 2', /did you mean 2s or 2ms\?/],
    ['open tcp 192.0.2.1:53', /'tcp' is none of/],
    ['open udp 192.0.2.1', /write HOST:PORT/],
    ['expect datagram 12', /did you mean len 12\?/],
    ['expect reset within', /within needs TIME/],
    ['expect reset len 3', /has neither len nor payload/],
    ['expect capsule context 3', /has no context/],
    ['expect response 99', /is no status/],
    ['datagram --bare --width 8 hex:00', /has no Context ID/],
    ['datagram --context 64 --width 1 hex:00', /does not fit in 1 octets/],
    ['dry', /dry needs a line/],
    ['dry wait 1s', /wait sends nothing/],
    ['help sned', /there is no word 'sned'/],
    ['header nonsense', /a field is one word in quotes/],
    ['unset header', /needs the name of a field/],
    ['set contxt 2', /did you mean context\?/],
    ['set context two', /no whole number/],
    ['save a b', /is no range of marks/],
    ['show seven', /is no event/],
    ['"send" "x"', /there is no word 'send'/],
  ] as const)('%s', (line, message) => {
    expect(() => readItems(line)).toThrow(GrammarError)
    try {
      readItems(line)
    } catch (error) {
      const told = explain(error as GrammarError)
      if (typeof message === 'string') expect(told).toBe(message)
      else expect(told).toMatch(message)
    }
  })

  it('all of a script are found before any of it runs', () => {
    const {problems} = readScript('open udp 192.0.2.1:53\nsned "x"\nsend "x" --on t2\nuse t1\nsend hello\n')
    expect(problems.map(({number}) => number).sort()).toEqual([2, 3, 5])
  })

  it('tunnels have the names that they will have', () => {
    const script = 'open udp 192.0.2.1:53 --as t2; open udp 192.0.2.1:53; use t2; use t3; open udp 192.0.2.1:53; use t1'
    expect(readScript(script).problems.map(({error}) => error.message)).toEqual([expect.stringContaining('t1')])
  })
})

it('every word is told of in the documentation, as it is used', () => {
  const docs = readFileSync(new URL('../../docs/shell.md', import.meta.url), 'utf8')
  expect(WORDS.filter(({usage}) => !docs.includes(`\n${usage}\n`)).map(({name}) => name)).toEqual([])
})

describe.each(WORDS.map(word => [word.name, word] as const))('%s', (name, word) => {
  it('has examples that are understood, and a summary', () => {
    expect(word.summary).toMatch(/\.$/)
    expect(word.usage.startsWith(name)).toBe(true)
    for (const example of word.examples) expect(readItems(example).length, example).toBeGreaterThan(0)
  })
})
