/** What a router does to TTL, DSCP and ECN, and what it must not do: our sockets see it as it is. */
import {beforeAll, describe, expect, it} from 'vitest'
import {format} from '../../src/lib/net/address.js'
import {ascii} from '../support/bytes.js'
import {until} from '../support/until.js'
import {Agent, type AgentSocket, type HeardPacket} from './support/agent.js'
import {chain} from './support/chain.js'
import {duringAll} from './support/during.js'

/** The header as nftables calls it. */
const NFT = {v4: 'ip', v6: 'ip6'} as const

const lab = duringAll(() => chain('near', 'router', 'far'))
const near = duringAll(() => new Agent(lab().hosts.near))
const far = duringAll(() => new Agent(lab().hosts.far))

describe.each(['v4', 'v6'] as const)('through a router, IP%s', family => {
  let from: AgentSocket
  let to: AgentSocket

  beforeAll(async () => {
    const {hosts} = lab()
    to = await far().open({local: format(hosts.far.left[family], 0)})
    from = await near().open({local: format(hosts.near.right[family], 0), remote: to.address})
  })

  async function arrival(text: string, options: {readonly tos?: number; readonly ttl?: number}): Promise<HeardPacket> {
    const before = to.packets.length
    expect(await from.send(ascii(text), options)).toBe('sent')
    await until(() => to.packets.length > before, 'an arrival')
    return to.packets.at(-1)!
  }

  it('the TTL is one less, and the addresses are those of the ends', async () => {
    const expected = {from: from.address, localIp: lab().hosts.far.left[family]}
    expect(await arrival('a', {ttl: 9})).toMatchObject({ttl: 8, ...expected})
    expect(await arrival('b', {})).toMatchObject({ttl: 63, tos: 0, ...expected})
  })

  it.each([0x00, 0x01, 0x02, 0x03, 0xb8, 0xba, 0x29])('DSCP and ECN pass untouched: TOS %i', async tos => {
    expect((await arrival('x', {tos})).tos).toBe(tos)
  })

  it('a router that marks congestion is seen: CE, with the DSCP as it was', async () => {
    await using _ = await lab().hosts.router.rules('forward', `${NFT[family]} ecn 2 ${NFT[family]} ecn set ce`)
    expect((await arrival('x', {tos: 0xba})).tos).toBe(0xbb)
    expect((await arrival('x', {tos: 0xb8})).tos).toBe(0xb8)
  })

  it('a router that bleaches marks is seen', async () => {
    const {router} = lab().hosts
    await using _ = await router.rules('forward', `${NFT[family]} dscp set cs0 ${NFT[family]} ecn set not-ect`)
    expect((await arrival('x', {tos: 0xba})).tos).toBe(0)
  })
})
