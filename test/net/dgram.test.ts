import {describe, expect, it} from 'vitest'
import {DgramNet} from '../../src/lib/net/dgram.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {ascii} from '../support/bytes.js'
import {until} from '../support/until.js'
import {netContract} from './contract.js'

const net = new DgramNet(systemClock)

describe.each([
  ['IPv4', '127.0.0.1', '127.0.0.1:9'],
  ['IPv6', '::1', '[::1]:9'],
])('UDP on node:dgram over %s', (_, ip, deadAddress) => {
  netContract(() => ({net, ip, deadAddress, until, isBare: true}))
})

describe('UDP on node:dgram', () => {
  it('tells when a packet came by the clock it was given', async () => {
    let atNs = 0
    const to = net.udp({local: '127.0.0.1:0'}, {onPacket: packet => (atNs = packet.atNs)})
    const from = net.udp({local: '127.0.0.1:0'}, {onPacket: () => undefined})
    const before = Number(systemClock.nowNs())
    from.send(ascii('now'), {to: to.localAddress})
    await until(() => atNs > 0)
    expect(atNs).toBeGreaterThanOrEqual(before)
    expect(atNs).toBeLessThanOrEqual(Number(systemClock.nowNs()))
    from.close()
    to.close()
  })

  it('sends what the caller has written over since', async () => {
    const seen: string[] = []
    const onPacket = ({bytes, start, end}: {bytes: Uint8Array; start: number; end: number}): void => {
      seen.push(Buffer.from(bytes.subarray(start, end)).toString())
    }
    const to = net.udp({local: '127.0.0.1:0'}, {onPacket})
    const from = net.udp({local: '127.0.0.1:0', remote: to.localAddress}, {onPacket: () => undefined})
    const payload = ascii('first')
    from.send(payload)
    payload.fill(0x78)
    await until(() => seen.length === 1)
    expect(seen).toEqual(['first'])
    from.close()
    to.close()
  })

  it('goes nowhere without a destination, nor to another family', () => {
    const socket = net.udp({local: '127.0.0.1:0'}, {onPacket: () => undefined})
    expect(socket.send(ascii('x'))).toEqual({error: 'EDESTADDRREQ'})
    expect(socket.send(ascii('x'), {to: '[::1]:9'})).toEqual({error: 'EAFNOSUPPORT'})
    socket.close()
  })
})
