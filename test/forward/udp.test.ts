/** A local port carried through the reference proxy, all in memory: programs, tunnels, limits and what is counted. */
import {afterEach, describe, expect, it} from 'vitest'
import {UdpForwarder, type UdpForwardOptions} from '../../src/lib/forward/udp/forwarder.js'
import {memoryPair, type MemoryOptions} from '../../src/lib/http/memory.js'
import type {IncomingRequest} from '../../src/lib/http/transport.js'
import {MemoryInternet} from '../../src/lib/net/memory.js'
import type {UdpSocket} from '../../src/lib/net/net.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {openUdp, UdpTunnel} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../src/lib/tunnel/template.js'
import {ascii, show} from '../support/bytes.js'

const PORT = '127.0.0.1:5000'
const TEMPLATE = parseTemplate(defaultTemplate('proxy.example'))

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
})

type Answer = 'echo' | 'refuse' | 'silence' | 'end'

function world(changes: Partial<UdpForwardOptions> & {readonly answer?: Answer; readonly wire?: MemoryOptions} = {}) {
  const clock = new VirtualClock()
  const internet = new MemoryInternet(clock, seeded(2), {delayMs: 1})
  const net = internet.host('127.0.0.1')
  const {transport, listener} = memoryPair(clock, seeded(3), {delayMs: 10, ...changes.wire})
  const paths: string[] = []
  const answers = {now: changes.answer ?? 'echo'}
  void (async () => {
    for await (const incoming of listener.incoming) {
      paths.push(incoming.request.path)
      void serve(incoming, answers.now)
    }
  })()
  const log: string[] = []
  const forwarder = new UdpForwarder({
    net,
    clock,
    listen: PORT,
    open: signal => openUdp(transport, {template: TEMPLATE, target: parseTarget('192.0.2.1:7')}, signal),
    timeoutMs: 1000,
    idleMs: 60_000,
    maxPeers: 4,
    events: {
      onPeer: () => log.push('peer'),
      onPeerEnded: (_, why) => log.push(`ended: ${why}`),
      onRefused: (_, why) => log.push(`refused: ${why}`),
      onTooLarge: (bytes, limit) => log.push(`${bytes} > ${limit}`),
      onTooManyPeers: limit => log.push(`more than ${limit}`),
    },
    ...changes,
  })
  open.push(forwarder, transport, listener)
  function program(): {socket: UdpSocket; heard: string[]} {
    const heard: string[] = []
    const socket = net.udp(
      {local: '127.0.0.1:0'},
      {
        onPacket: ({bytes, start, end, from}) => {
          heard.push(`${show(bytes.subarray(start, end))} from ${from}`)
        },
      },
    )
    open.push(socket)
    return {socket, heard}
  }
  return {clock, forwarder, program, log, paths, answers}
}

async function serve(incoming: IncomingRequest, answer: Answer): Promise<void> {
  if (answer === 'silence') return
  if (answer === 'refuse') {
    await incoming.refuse({status: 403, headers: []})
    return
  }
  const udp = new UdpTunnel(incoming.accept({status: 200, headers: []}))
  for await (const {payload} of udp.received()) {
    if (answer === 'end') await udp[Symbol.asyncDispose]()
    else await udp.send(payload)
  }
}

describe('a UDP forwarder', () => {
  it('gives each program a tunnel of its own, and nobody what is another’s', async () => {
    const {clock, forwarder, program, log, paths} = world()
    const [one, two] = [program(), program()]
    one.socket.send(ascii('a'), {to: PORT})
    one.socket.send(ascii('b'), {to: PORT})
    two.socket.send(ascii('c'), {to: PORT})
    await clock.advance(200)
    expect(one.heard).toEqual([`61 from ${PORT}`, `62 from ${PORT}`])
    expect(two.heard).toEqual([`63 from ${PORT}`])
    expect(paths).toEqual(Array(2).fill('/.well-known/masque/udp/192.0.2.1/7/'))
    expect([log, forwarder.active]).toEqual([['peer', 'peer'], 2])
    expect(forwarder.counts).toMatchObject({up: {datagrams: 3, bytes: 3}, down: {datagrams: 3, bytes: 3}})
  })

  it('closes a tunnel in which nothing passed for long, and opens another when there is need', async () => {
    const {clock, forwarder, program, log, paths} = world()
    const {socket, heard} = program()
    socket.send(ascii('a'), {to: PORT})
    await clock.advance(40_000)
    socket.send(ascii('b'), {to: PORT})
    await clock.advance(40_000)
    expect(forwarder.active).toBe(1)
    await clock.advance(60_000)
    expect([log, forwarder.active]).toEqual([['peer', 'ended: idle'], 0])
    socket.send(ascii('c'), {to: PORT})
    await clock.advance(200)
    expect([heard.length, paths.length, forwarder.counts.peers]).toEqual([
      3,
      2,
      {opened: 2, refused: 0, idle: 1, ended: 0},
    ])
  })

  it('asks a proxy that refuses again, but not for every datagram', async () => {
    const {clock, forwarder, program, log, paths, answers} = world({answer: 'refuse'})
    const {socket, heard} = program()
    for (let at = 0; at < 10; at++) {
      socket.send(ascii('x'), {to: PORT})
      await clock.advance(100)
    }
    expect([paths.length, log]).toEqual([1, ['refused: the proxy answered 403']])
    answers.now = 'echo'
    await clock.advance(3000)
    expect(forwarder.counts.dropped.noTunnel).toBe(10)
    socket.send(ascii('y'), {to: PORT})
    await clock.advance(200)
    expect(heard).toEqual([`79 from ${PORT}`])
  })

  it('does not wait for an answer for ever', async () => {
    const {clock, forwarder, program, log} = world({answer: 'silence'})
    program().socket.send(ascii('x'), {to: PORT})
    await clock.advance(5000)
    expect([log, forwarder.active]).toEqual([['refused: no tunnel within 1 s'], 0])
  })

  it('takes the end of a tunnel for what it is, and opens another', async () => {
    const {clock, forwarder, program, log, answers} = world({answer: 'end'})
    const {socket, heard} = program()
    socket.send(ascii('x'), {to: PORT})
    await clock.advance(200)
    expect([log, forwarder.active]).toEqual([['peer', 'ended: the peer ended the stream'], 0])
    answers.now = 'echo'
    socket.send(ascii('y'), {to: PORT})
    await clock.advance(200)
    expect(heard).toEqual([`79 from ${PORT}`])
  })

  it('says once what is too large, and counts it', async () => {
    const {clock, forwarder, program, log} = world({wire: {frameBytes: 101}})
    const {socket} = program()
    for (let at = 0; at < 3; at++) socket.send(new Uint8Array(101), {to: PORT})
    socket.send(new Uint8Array(100), {to: PORT})
    await clock.advance(200)
    expect([log, forwarder.counts.dropped.tooLarge, forwarder.counts.up.datagrams]).toEqual([
      ['peer', '101 > 100'],
      3,
      1,
    ])
  })

  it('has room for so many peers, and says once that there are more', async () => {
    const {clock, forwarder, program, log} = world()
    const programs = Array.from({length: 6}, program)
    for (let round = 0; round < 2; round++) for (const {socket} of programs) socket.send(ascii('x'), {to: PORT})
    await clock.advance(200)
    expect([forwarder.active, forwarder.counts.dropped.tooManyPeers]).toEqual([4, 4])
    expect(log.filter(line => line.startsWith('more'))).toEqual(['more than 4'])
    expect(programs.map(({heard}) => heard.length)).toEqual([2, 2, 2, 2, 0, 0])
  })

  it('holds little while a tunnel is being opened', async () => {
    const {clock, forwarder, program} = world()
    const {socket, heard} = program()
    for (let at = 0; at < 100; at++) socket.send(Uint8Array.of(at), {to: PORT})
    await clock.advance(500)
    expect([heard.length, forwarder.counts.dropped.queueFull]).toEqual([32, 68])
  })

  it('leaves nothing behind', async () => {
    const {clock, forwarder, program, log} = world()
    program().socket.send(ascii('x'), {to: PORT})
    await clock.advance(200)
    await clock.run(forwarder[Symbol.asyncDispose]())
    expect([forwarder.active, log]).toEqual([0, ['peer']])
  })
})
