/** What every UDP network does: run over the native one on loopback and the one in memory. */
import {expect, it} from 'vitest'
import {familyOf, parse} from '../../src/lib/net/address.js'
import type {ArrivedPacket, Net, UdpEvents, UdpOptions, UdpPathError, UdpSocket} from '../../src/lib/net/net.js'
import {PacketBatch} from '../../src/lib/net/packet-batch.js'
import {ascii, show} from '../support/bytes.js'

export interface NetSubject {
  readonly net: Net
  /** An address of the host. */
  readonly ip: string
  /** An address and port where nobody listens, on a host that says so. */
  readonly deadAddress: string
  /** Only payloads and addresses are shown: no marks, no TTL, and of errors the errno. */
  readonly isBare?: boolean
  /** Drives time until the condition holds, or fails. */
  until(condition: () => boolean): Promise<void>
}

interface Arrival extends Omit<ArrivedPacket, 'bytes' | 'start' | 'end'> {
  readonly payload: string
}

interface Listener {
  readonly socket: UdpSocket
  readonly packets: Arrival[]
  readonly errors: UdpPathError[]
  idle: number
}

export function netContract(subject: () => NetSubject): void {
  const isBare = (): boolean => subject().isBare ?? false
  const local = (): string => (familyOf(subject().ip) === 6 ? `[${subject().ip}]:0` : `${subject().ip}:0`)

  function open(options: Partial<UdpOptions> = {}): Listener {
    const listener: Omit<Listener, 'socket'> = {packets: [], errors: [], idle: 0}
    const events: UdpEvents = {
      onPacket({bytes, start, end, atNs, tos, ttl, from, localIp}) {
        listener.packets.push({payload: show(bytes.subarray(start, end)), atNs, tos, ttl, from, localIp})
      },
      onIdle: () => listener.idle++,
      onPathError: error => listener.errors.push(error),
    }
    return Object.assign(listener, {socket: subject().net.udp({local: local(), ...options}, events)})
  }

  it('delivers payload, marks, TTL and addresses as they were sent', async () => {
    const [from, to] = [open(), open()]
    expect(from.socket.send(ascii('marked'), {to: to.socket.localAddress, tos: 0xb9, ttl: 9})).toBe('sent')
    await subject().until(() => to.packets.length === 1)
    const shown = isBare()
      ? {tos: undefined, ttl: undefined, localIp: undefined}
      : {tos: 0xb9, ttl: 9, localIp: subject().ip}
    expect(to.packets[0]).toMatchObject({
      payload: show(ascii('marked')),
      from: from.socket.localAddress,
      ...shown,
    })
    expect(to.idle).toBeGreaterThan(0)
    from.socket.close()
    to.socket.close()
  })

  it('applies the marks of the socket where a packet has none', async () => {
    const to = open()
    const from = open({remote: to.socket.localAddress, tos: 0x48, ttl: 33})
    from.socket.send(ascii('a'))
    from.socket.send(ascii('b'), {tos: 0x02})
    await subject().until(() => to.packets.length === 2)
    const marks = to.packets.map(({tos, ttl}) => [tos, ttl])
    const none = [undefined, undefined]
    expect(marks).toContainEqual(isBare() ? none : [0x48, 33])
    expect(marks).toContainEqual(isBare() ? none : [0x02, 33])
    from.socket.close()
    to.socket.close()
  })

  it('carries empty and large payloads', async () => {
    const [from, to] = [open(), open()]
    const large = new Uint8Array(9000).fill(7)
    from.socket.send(new Uint8Array(0), {to: to.socket.localAddress})
    from.socket.send(large, {to: to.socket.localAddress})
    await subject().until(() => to.packets.length === 2)
    expect(to.packets.map(({payload}) => payload.length / 2).sort((a, b) => a - b)).toEqual([0, 9000])
    from.socket.close()
    to.socket.close()
  })

  it('connected, hears its peer only', async () => {
    const [peer, stranger] = [open(), open()]
    const connected = open({remote: peer.socket.localAddress})
    stranger.socket.send(ascii('no'), {to: connected.socket.localAddress})
    connected.socket.send(ascii('hello'))
    await subject().until(() => peer.packets.length === 1)
    peer.socket.send(ascii('yes'), {to: connected.socket.localAddress})
    await subject().until(() => connected.packets.length > 0)
    expect(connected.packets.map(({payload}) => payload)).toEqual([show(ascii('yes'))])
    for (const {socket} of [peer, stranger, connected]) socket.close()
  })

  it('reports port unreachable, and goes on', async () => {
    const socket = open({remote: subject().deadAddress})
    expect(socket.socket.send(ascii('anyone?'))).toBe('sent')
    await subject().until(() => socket.errors.length === 1)
    const v6 = familyOf(subject().ip) === 6
    expect(socket.errors[0]).toMatchObject({
      origin: v6 ? 'icmpv6' : 'icmp',
      type: v6 ? 1 : 3,
      code: v6 ? 4 : 3,
      error: 'ECONNREFUSED',
      destination: subject().deadAddress,
    })
    expect(show(socket.errors[0]!.quoted)).toBe(isBare() ? '' : show(ascii('anyone?')))
    expect(socket.socket.send(ascii('still there?'))).toBe('sent')
    socket.socket.close()
  })

  it('sends batches, and says where one stops', async () => {
    const to = open()
    const from = open({remote: to.socket.localAddress})
    const batch = new PacketBatch()
    for (const text of ['one', 'two', 'three']) batch.add(ascii(text), 0, text.length)
    expect(from.socket.sendBatch(batch.packed)).toEqual({sent: 3})
    await subject().until(() => to.packets.length === 3)
    expect(to.packets.map(({payload}) => payload).sort()).toEqual(
      ['one', 'two', 'three'].map(text => show(ascii(text))).sort(),
    )
    batch.reset()
    batch.add(ascii('xfitsx'), 1, 5)
    batch.add(new Uint8Array(65530), 0, 65530)
    batch.add(ascii('after'), 0, 5)
    expect(from.socket.sendBatch(batch.packed)).toEqual({sent: 1, refused: 'too-large'})
    await subject().until(() => to.packets.length === 4)
    expect(to.packets[3]?.payload).toBe(show(ascii('fits')))
    from.socket.close()
    to.socket.close()
  })

  it('refuses an address in use and one it does not have', () => {
    const taken = open()
    expect(() => open({local: taken.socket.localAddress})).toThrow(expect.objectContaining({code: 'EADDRINUSE'}))
    expect(() => open({local: '198.51.100.77:0'})).toThrow(expect.objectContaining({code: 'EADDRNOTAVAIL'}))
    taken.socket.close()
  })

  it('sends nothing after closing, and frees the port', () => {
    const first = open()
    const address = first.socket.localAddress
    first.socket.close()
    expect(first.socket.send(ascii('x'), {to: address})).toBe('closed')
    open({local: address}).socket.close()
  })

  it('looks up literals at once', async () => {
    const {signal} = new AbortController()
    expect(await subject().net.lookup('192.0.2.1', signal)).toEqual({addresses: ['192.0.2.1']})
    expect(await subject().net.lookup('2001:db8::1', signal)).toEqual({addresses: ['2001:db8::1']})
  })

  it('knows an open TCP port from a refused one', async () => {
    const {signal} = new AbortController()
    expect(parse(subject().deadAddress)).toBeDefined()
    expect(await subject().net.tcpAnswers(subject().deadAddress, signal)).toBe('refused')
  })
}
