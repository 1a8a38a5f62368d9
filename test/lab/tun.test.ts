/** TUN devices of a real kernel: what is routed to them comes, what is sent is routed, and what is wrong is said. */
import {describe, expect, it} from 'vitest'
import {internetChecksum} from '../../src/lib/wire/ip/checksum.js'
import {until} from '../support/until.js'
import {Agent} from './support/agent.js'
import {chain} from './support/chain.js'
import {command} from './support/command.js'
import {duringAll} from './support/during.js'

const lab = duringAll(() => chain('near', 'far'))
const agent = duringAll(() => new Agent(lab().hosts.near))

describe('a TUN device', () => {
  it('has the MTU and the addresses that were asked for, and is up', async () => {
    const addresses = ['203.0.113.1/25', '203.0.113.129/25', '2001:db8:77::1/64']
    const {name} = await agent().tun({name: 'mq%d', mtu: 1300, addresses})
    expect(name).toMatch(/^mq\d+$/)
    const {namespace} = lab().hosts.near
    const shown = JSON.parse(await command('ip', ['-n', namespace, '-json', 'addr', 'show', name])) as [
      {mtu: number; flags: string[]; addr_info: {local: string; prefixlen: number; scope: string}[]},
    ]
    expect(shown[0].mtu).toBe(1300)
    expect(shown[0].flags).toContain('UP')
    const found = shown[0].addr_info.filter(({scope}) => scope === 'global')
    expect(found.map(({local, prefixlen}) => `${local}/${prefixlen}`)).toEqual(addresses)
  })

  it('hears what the kernel routes to it, as it is', async () => {
    const tun = await agent().tun({name: 'mq%d', addresses: ['198.51.100.1/25']})
    const socket = await agent().open({local: '198.51.100.1:0'})
    await socket.send(Buffer.from('question'), {to: '198.51.100.9:7777', tos: 0xb8, ttl: 17})
    const isOurs = (packet: Buffer): boolean => packet.toString('latin1').endsWith('question')
    await until(() => tun.packets.some(isOurs), 'the packet')
    const packet = tun.packets.find(isOurs)!
    expect([packet[1], packet[8], packet[9]]).toEqual([0xb8, 17, 17])
  })

  it('is a way into the kernel', async () => {
    const tun = await agent().tun({name: 'mq%d', addresses: ['198.51.100.129/25']})
    const socket = await agent().open({local: '198.51.100.129:0'})
    expect(await tun.send(udpTo(socket.address))).toBe('sent')
    await until(() => socket.packets.length > 0, 'the payload')
    expect(socket.packets[0]).toMatchObject({
      from: '198.51.100.139:7',
      ttl: 64,
      payload: Buffer.from('a').toString('base64'),
    })
    expect(await tun.send(Buffer.of(1, 2, 3))).toEqual({error: 'EINVAL'})
  })

  it('says that it was taken away', async () => {
    const tun = await agent().tun({name: 'mq%d'})
    await lab().hosts.near.ip(`link del ${tun.name}`)
    await until(() => tun.lost.length > 0, 'the loss')
    expect(tun.lost).toEqual(['ENODEV'])
  })

  it('is one program’s alone', async () => {
    const {name} = await agent().tun({name: 'mq%d'})
    await expect(agent().tun({name})).rejects.toThrow(`TUN device ${name}: another program has it`)
    await expect(agent().tun({name: 'a/b'})).rejects.toThrow("'a/b' is no name for an interface")
  })

  it('is for those who may administer the network', async () => {
    const {namespace} = lab().hosts.near
    const script = new URL('support/inside.mjs', import.meta.url).pathname
    const words = ['netns', 'exec', namespace, 'setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin']
    const question = `${JSON.stringify({id: 1, operation: 'tun', tun: 1, options: {name: 'mq9'}})}\n`
    const answer = await command('ip', [...words, process.execPath, script], question)
    expect(answer).toContain('TUN device mq9: not permitted: run as root (or with CAP_NET_ADMIN)')
  })
})

/** One octet to this address, from 198.51.100.139 port 7. A UDP checksum of zero is none; the IP header's is right. */
function udpTo(address: string): Buffer {
  const port = Number(address.split(':')[1])
  const packet = Buffer.from('4500001d000040004011000000000000000000000007000000090000' + '61', 'hex')
  packet.set([198, 51, 100, 139, 198, 51, 100, 129], 12)
  packet.writeUInt16BE(port, 22)
  packet.writeUInt16BE(internetChecksum(packet.subarray(0, 20)), 10)
  return packet
}
