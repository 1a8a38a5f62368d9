import {createServer} from 'node:net'
import {afterAll, describe, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {until} from '../support/until.js'
import {netContract} from './contract.js'

const net = new NativeNet(loadBinding())

describe.each([
  ['IPv4', '127.0.0.1', '127.0.0.1:9'],
  ['IPv6', '::1', '[::1]:9'],
])('native UDP over %s', (_, ip, deadAddress) => {
  netContract(() => ({net, ip, deadAddress, until}))
})

describe('the system resolver', () => {
  it('knows localhost, and says what is wrong with names that do not exist', async () => {
    const {signal} = new AbortController()
    const found = await net.lookup('localhost', signal)
    expect('addresses' in found && found.addresses.some(address => ['127.0.0.1', '::1'].includes(address))).toBe(true)
    expect(await net.lookup('no-such-name.invalid', signal)).toHaveProperty('failure')
  })

  it('stops waiting when told to', async () => {
    const reason = new Error('enough')
    await expect(net.lookup('no-such-name.invalid', AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

describe('TCP', () => {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
  afterAll(() => server.close())

  it('finds an open port', async () => {
    await until(() => server.listening)
    const {port} = server.address() as {port: number}
    expect(await net.tcpAnswers(`127.0.0.1:${port}`, new AbortController().signal)).toBe('open')
    expect(await net.tcpAnswers(`127.0.0.1:${port}`, AbortSignal.abort())).toBe('silent')
    expect(await net.tcpAnswers('nonsense', new AbortController().signal)).toBe('silent')
  })
})
