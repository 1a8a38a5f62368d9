import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {MemoryInternet} from '../../src/lib/net/memory.js'
import type {Net, UdpSocket} from '../../src/lib/net/net.js'
import {Asker, MIN_ECHO_BYTES, type Answer} from '../../src/lib/responder/asker.js'
import * as items from '../../src/lib/responder/items.js'
import * as message from '../../src/lib/responder/message.js'
import {ResponderKey, type} from '../../src/lib/responder/message.js'
import {Responder} from '../../src/lib/responder/responder.js'
import {Session} from '../../src/lib/responder/session.js'
import type {Clock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {ascii, prefixes, show} from '../support/bytes.js'

const ADDRESS = '192.0.2.9:40000'

/** A clock that shows another time of day. */
function skewed(clock: Clock, ms: number): Clock {
  return {
    ...clock,
    now: () => clock.now(),
    nowNs: () => clock.nowNs(),
    after: (wait, call) => clock.after(wait, call),
    wall: () => new Date(clock.wall().getTime() + ms),
  }
}

function world() {
  const clock = new VirtualClock()
  const internet = new MemoryInternet(clock, seeded(3), {delayMs: 1})
  const key = ResponderKey.random()
  const responder = new Responder({net: internet.host('192.0.2.9'), clock, key, local: ADDRESS})
  const net = internet.host('192.0.2.1', '192.0.2.2')
  return {clock, key, responder, net, internet}
}

function client(net: Net, asker: Asker, local = '192.0.2.1:0') {
  const answers: Answer[] = []
  const lengths: number[] = []
  const socket: UdpSocket = net.udp(
    {local, remote: ADDRESS, tos: 0x48, ttl: 33},
    {
      onPacket: ({bytes, start, end}) => {
        lengths.push(end - start)
        const answer = asker.understand(bytes.subarray(start, end))
        if (answer) answers.push(answer)
      },
    },
  )
  return {socket, answers, lengths}
}

describe('somebody with the key', () => {
  it('is told where they come from and what arrived', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    socket.send(asker.hello())
    await clock.advance(10)
    expect(answers).toEqual([
      {
        kind: 'welcome',
        welcome: {
          observed: socket.localAddress,
          marks: {tos: 0x48, ttl: 33},
          capabilities: ['echo', 'report', 'cmsg', 'sizes'],
        },
      },
    ])
  })

  it('gets echoes of the same length, with counts and marks', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers, lengths} = client(net, asker)
    for (const [index, length] of [MIN_ECHO_BYTES, 500, 1200].entries()) socket.send(asker.echo(index, length))
    await clock.advance(10)
    expect(lengths).toEqual([MIN_ECHO_BYTES, 500, 1200])
    expect(answers.map(answer => answer.kind === 'echoed' && answer.echoed.sequence)).toEqual([0, 1, 2])
    expect(answers[2]).toMatchObject({
      echoed: {observed: socket.localAddress, marks: {tos: 0x48, ttl: 33}, heldNs: 0n, counts: {echoes: 3, answers: 3}},
    })
  })

  it('gets answers of the length it wants: longer ones only with a cookie, and within bounds', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, lengths} = client(net, asker)
    const ask = async (length: number, wanted: number): Promise<number | undefined> => {
      socket.send(asker.sizedEcho(1, length, wanted))
      await clock.advance(10)
      return lengths.at(-1)
    }
    expect(await ask(1200, 160)).toBe(160)
    expect(asker.hasCookie).toBe(false)
    expect(await ask(200, 1200)).toBe(200)
    socket.send(asker.hello())
    await clock.advance(10)
    expect(asker.hasCookie).toBe(true)
    expect(await ask(200, 1200)).toBe(1200)
    expect(await ask(200, 60_000)).toBe(9000)
    expect(await ask(20_000, 60_000)).toBe(20_000)
  })

  it('gets an empty packet if that is wanted, and nothing if there is no room for an answer; both are counted', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers, lengths} = client(net, asker)
    socket.send(asker.sizedEcho(1, MIN_ECHO_BYTES, 0))
    await clock.advance(10)
    expect(lengths).toEqual([0])
    socket.send(asker.unansweredEcho(2))
    socket.send(asker.hello())
    await clock.advance(10)
    socket.send(asker.unansweredEcho(3))
    await clock.advance(10)
    expect(lengths).toHaveLength(2)
    socket.send(asker.report())
    await clock.advance(10)
    expect(answers.at(-1)).toMatchObject({kind: 'report', report: {counts: {echoes: 3}, seen: [[1, 3]]}})
  })

  it("with somebody else's cookie gets no longer answers", async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    client(net, asker).socket.send(asker.hello())
    await clock.advance(10)
    const elsewhere = client(net, asker, '192.0.2.2:0')
    elsewhere.socket.send(asker.sizedEcho(1, 200, 1200))
    await clock.advance(10)
    expect(elsewhere.lengths).toEqual([200])
  })

  it("is told when the responder's own system refuses an answer of that length", async () => {
    const {clock, key, net, internet} = world()
    internet.setPath('192.0.2.9', '192.0.2.1', {mtu: 1400})
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    socket.send(asker.hello())
    await clock.advance(10)
    // The first is lost on the way, and a router says so; from the second on it is known.
    for (const number of [1, 2]) {
      socket.send(asker.sizedEcho(number, 200, 1373))
      await clock.advance(10)
    }
    expect(answers.slice(1)).toMatchObject([{kind: 'echoed', echoed: {sequence: 2, refusedBytes: 1373}}])
    socket.send(asker.sizedEcho(3, 200, 1372))
    await clock.advance(10)
    expect(answers.at(-1)).toMatchObject({kind: 'echoed', echoed: {sequence: 3, refusedBytes: undefined}})
  })

  it('is told of an echo that came twice, twice', async () => {
    const {clock, key, net, internet} = world()
    internet.setPath('192.0.2.9', '192.0.2.1', {duplication: 1})
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    socket.send(asker.echo(7, 200))
    await clock.advance(10)
    expect(answers.map(({kind}) => kind)).toEqual(['echoed', 'echoed'])
  })

  it('has other datagrams recorded, and can read them from anywhere', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers, lengths} = client(net, asker)
    socket.send(asker.hello())
    await clock.advance(10)
    socket.send(ascii('something else'))
    socket.send(new Uint8Array(1000).fill(7), {tos: 2, ttl: 9})
    await clock.advance(10)
    expect(lengths).toHaveLength(1)
    // Directly, from another address: the TOKEN counts, not the source.
    const direct = client(net, asker, '192.0.2.2:0')
    direct.socket.send(asker.report())
    await clock.advance(10)
    expect(answers).toHaveLength(1)
    expect(direct.answers).toHaveLength(1)
    const [answer] = direct.answers
    if (answer?.kind !== 'report') throw new Error('no report')
    const {records, counts} = answer.report
    expect(counts).toMatchObject({recorded: 2, echoes: 0})
    expect(records.map(({index, length, tos, ttl}) => [index, length, tos, ttl])).toEqual([
      [0, 14, 0x48, 33],
      [1, 1000, 2, 9],
    ])
    expect(show(records[0]!.head)).toBe(show(ascii('something else')))
    expect(records[1]!.head).toHaveLength(64)
    direct.socket.send(asker.report(1))
    await clock.advance(10)
    expect(direct.answers[1]).toMatchObject({report: {records: [{index: 1}]}})
  })

  it('learns which echoes arrived, in runs', async () => {
    const {clock, key, net, internet} = world()
    internet.setPath('192.0.2.9', '192.0.2.1', {loss: 1})
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    for (const number of [0, 1, 2, 5, 6, 9, 4]) socket.send(asker.echo(number, 200))
    await clock.advance(10)
    expect(answers).toEqual([])
    const direct = client(net, asker, '192.0.2.2:0')
    direct.socket.send(asker.report())
    await clock.advance(10)
    expect(direct.answers[0]).toMatchObject({
      report: {
        seen: [
          [0, 2],
          [4, 6],
          [9, 9],
        ],
        counts: {echoes: 7, answers: 7},
      },
    })
  })

  it('is forgotten after a minute, or when they say goodbye', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    const records = async (): Promise<number> => {
      socket.send(asker.report())
      await clock.advance(10)
      const last = answers.at(-1)
      return last?.kind === 'report' ? last.report.counts.recorded : -1
    }
    socket.send(asker.hello())
    await clock.advance(59_000)
    socket.send(ascii('recorded'))
    await clock.advance(10)
    expect(await records()).toBe(1)
    socket.send(asker.bye())
    await clock.advance(10)
    expect(answers.at(-1)).toEqual({kind: 'farewell'})
    expect(await records()).toBe(0)
    socket.send(asker.hello())
    await clock.advance(61_000)
    socket.send(ascii('too late'))
    expect(await records()).toBe(0)
  })

  it('with a clock an hour off is given a cookie, and then served', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, skewed(clock, -3_600_000))
    const {socket, answers, lengths} = client(net, asker)
    socket.send(asker.hello())
    await clock.advance(10)
    expect(answers).toEqual([{kind: 'cookie-wanted', skewMs: expect.closeTo(3_600_000, -2) as number}])
    expect(lengths[0]).toBeLessThan(100)
    socket.send(asker.hello())
    await clock.advance(10)
    expect(answers[1]?.kind).toBe('welcome')
    socket.send(asker.echo(1, 300))
    await clock.advance(10)
    expect(answers[2]?.kind).toBe('echoed')
  })

  it('cannot use the cookie from another address, nor an old one', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, skewed(clock, 3_600_000))
    const first = client(net, asker)
    first.socket.send(asker.hello())
    await clock.advance(10)
    const elsewhere = client(net, asker, '192.0.2.2:0')
    elsewhere.socket.send(asker.hello())
    await clock.advance(10)
    expect(elsewhere.answers.map(({kind}) => kind)).toEqual(['cookie-wanted'])
    await clock.advance(61_000)
    first.socket.send(asker.hello())
    await clock.advance(10)
    expect(first.answers.map(({kind}) => kind)).toEqual(['cookie-wanted', 'cookie-wanted'])
  })
})

describe('everybody else gets nothing', () => {
  async function silence(
    make: (made: ReturnType<typeof world>) => Uint8Array[] | Promise<Uint8Array[]>,
  ): Promise<void> {
    const made = world()
    const {clock, key, net} = made
    const {socket, lengths} = client(net, new Asker(key, clock))
    for (const bytes of await make(made)) socket.send(bytes)
    await clock.advance(100)
    expect(lengths).toEqual([])
  }

  it('whatever they send', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({maxLength: 300}), async bytes => {
        await silence(() => [bytes])
      }),
      {numRuns: 30},
    )
  })

  it('with another key', () => silence(({clock}) => [new Asker(ResponderKey.random(), clock).hello()]))

  it('with one bit wrong anywhere', () =>
    silence(({clock, key}) => {
      const good = new Asker(key, clock).hello()
      return Array.from({length: good.length}, (_, index) => {
        const bad = good.slice()
        bad[index]! ^= 1
        return bad
      })
    }))

  it('cut off anywhere', () => silence(({clock, key}) => prefixes(new Asker(key, clock).hello())))

  it('with a question repeated', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket} = client(net, asker)
    const hello = asker.hello()
    socket.send(hello)
    await clock.advance(10)
    const thief = client(net, new Asker(key, clock), '192.0.2.2:0')
    thief.socket.send(hello)
    await clock.advance(10)
    expect(thief.lengths).toEqual([])
    // Two minutes later the nonce is forgotten, and the time is long off.
    await clock.advance(130_000)
    thief.socket.send(hello)
    await clock.advance(10)
    expect(thief.lengths.every(length => length < hello.length)).toBe(true)
  })

  it('with answers instead of questions, signed as they may be', () =>
    silence(({clock, key}) => {
      const timeMs = clock.wall().getTime()
      return [type.WELCOME, type.ECHOED, 0x7f].map(answerType =>
        message.write(key, {type: answerType, nonce: message.freshNonce(), timeMs, items: [items.padding(500)]}),
      )
    }))

  it('with a question shorter than its answer', () =>
    silence(({clock, key}) => {
      const timeMs = clock.wall().getTime()
      const token = items.token(new Uint8Array(8))
      const ask = (questionType: number, more: message.Item[] = []): Uint8Array =>
        message.write(key, {type: questionType, nonce: message.freshNonce(), timeMs, items: [token, ...more]})
      return [ask(type.HELLO), ask(type.ECHO, [items.sequence(1)]), ask(type.REPORT)]
    }))

  it('and with items that make no sense', () =>
    silence(({clock, key}) => {
      const timeMs = clock.wall().getTime()
      const nonce = message.freshNonce
      const bad = {type: items.item.SEQUENCE, value: new Uint8Array(3)}
      const token = items.token(new Uint8Array(8))
      return [
        message.write(key, {type: type.ECHO, nonce: nonce(), timeMs, items: [token, bad, items.padding(400)]}),
        message.write(key, {
          type: type.HELLO,
          nonce: nonce(),
          timeMs,
          items: [items.token(new Uint8Array(7)), items.padding(400)],
        }),
        message.write(key, {type: type.HELLO, nonce: nonce(), timeMs, items: [items.padding(400)]}),
      ]
    }))
})

describe('bounded', () => {
  it('answers are never longer than questions', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, lengths} = client(net, asker)
    const questions = [asker.hello(), asker.echo(1, 700), asker.report(), asker.bye()]
    for (const question of questions) socket.send(question)
    await clock.advance(10)
    expect(lengths).toHaveLength(4)
    for (const [index, question] of questions.entries()) expect(lengths[index]).toBeLessThanOrEqual(question.length)
  })

  it('a thousand records, then a count of those dropped', async () => {
    const {clock, key, net} = world()
    const asker = new Asker(key, clock)
    const {socket, answers} = client(net, asker)
    socket.send(asker.hello())
    await clock.advance(10)
    for (let index = 0; index < 1200; index++) socket.send(ascii('x'))
    await clock.advance(10)
    socket.send(asker.report())
    await clock.advance(10)
    expect(answers.at(-1)).toMatchObject({report: {counts: {recorded: 1000, dropped: 200}}})
  })

  it('more sessions than there is room for push out the oldest', async () => {
    const {clock, key, net} = world()
    const first = new Asker(key, clock)
    const {socket, answers} = client(net, first)
    socket.send(first.hello())
    await clock.advance(1)
    for (let index = 0; index < 1100; index++) socket.send(new Asker(key, clock).hello())
    await clock.advance(10)
    socket.send(ascii('whose?'))
    socket.send(first.report())
    await clock.advance(10)
    expect(answers.at(-1)).toMatchObject({kind: 'report', report: {counts: {recorded: 0}}})
  })
})

describe('runs of sequence numbers', () => {
  it('say exactly which numbers came, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), {maxLength: 60}), numbers => {
        const session = new Session(0)
        for (const number of numbers) session.echo(number)
        const expanded = session.seen.flatMap(([first, last]) =>
          Array.from({length: last - first + 1}, (_, index) => first + index),
        )
        expect(expanded).toEqual([...new Set(numbers)].sort((left, right) => left - right))
        const gaps = session.seen.slice(1).map(([first], index) => first - session.seen[index]![1])
        expect(gaps.every(gap => gap > 1)).toBe(true)
        expect(session.counts.echoes).toBe(numbers.length)
      }),
    )
  })
})

describe('keys', () => {
  it('are written and read in base64, and are long enough', () => {
    const key = ResponderKey.random()
    expect(show(ResponderKey.parse(` ${key.toString()}\n`).secret)).toBe(show(key.secret))
    expect(() => ResponderKey.parse('not base64!')).toThrow(RangeError)
    expect(() => ResponderKey.parse('c2hvcnQ=')).toThrow('16 octets')
  })
})
