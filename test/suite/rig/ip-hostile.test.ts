/** The rig's IP tunnel at peers that send anything: kept as it came, bounded, and no reason to stop. */
import {describe, expect, test} from 'vitest'
import {IpTunnel} from '../../../src/lib/tunnel/ip-tunnel.js'
import {fromHex} from '../../../src/lib/wire/bytes.js'
import {echo} from '../../proxy/ip/support/packets.js'
import {ECHO, never, rigWorld, visited} from './ip-rig-world.js'

describe('what a peer may send', () => {
  test('an empty list of routes leads nowhere, and is not as good as none', async () => {
    const {clock, rig} = await visited(async tunnel => {
      const ip = new IpTunnel(tunnel)
      await ip.advertise([])
      await ip.assign([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
    })
    expect(await clock.run(rig.ready(never))).toEqual([])
    expect(rig.address(4)).toBe('192.0.2.9')
    await expect(clock.run(rig.echo(never))).rejects.toThrow(
      'no address and route of one family that lead to the target',
    )
  })

  test('everything is kept as it came, in its order, and ends nothing', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.send({kind: 'capsule', type: 1n, value: fromHex('0005')})
      await tunnel.send({kind: 'capsule', type: 0x1234n, value: fromHex('cafe')})
      await tunnel.send({kind: 'datagram', payload: fromHex('00ff')})
      await tunnel.send({kind: 'datagram', payload: fromHex('0702'), carrier: 'capsule'})
      await tunnel.send({kind: 'datagram', payload: fromHex('')})
    })
    await clock.run(rig.ended(never, 50))
    expect(rig.arrivals.map(one => ({...one, atMs: 0})).sort(byKind)).toEqual([
      {kind: 'capsule', type: 1n, length: 2n, value: fromHex('0005'), atMs: 0},
      {kind: 'capsule', type: 0x1234n, length: 2n, value: fromHex('cafe'), atMs: 0},
      {kind: 'datagram', carrier: 'frame', bytes: fromHex('00ff'), atMs: 0},
      {kind: 'datagram', carrier: 'capsule', bytes: fromHex('0702'), atMs: 0},
      {kind: 'datagram', carrier: 'frame', bytes: fromHex(''), atMs: 0},
    ])
    expect(rig.packets.map(({bytes}) => bytes)).toEqual([fromHex('ff')])
    expect(rig.ip.state.breaches).toHaveLength(1)
    expect(rig.ending()).toBeNull()
  })

  test('answers nobody asked for, or that are not quite those asked for, are packets', async () => {
    const {clock, openRig, network} = rigWorld()
    const rig = await openRig()
    await clock.run(rig.ready(never))
    const packet = echo(ECHO[4], rig.address(4)!)
    network.receiver!.onPacket(packet)
    await clock.run(rig.ended(never, 50))
    expect(rig.packets).toHaveLength(1)
  })

  test('a flood is bounded, and the rig still works', async () => {
    const {clock, rig} = await visited(async tunnel => {
      const ip = new IpTunnel(tunnel, 'record')
      for (let count = 0; count < 20_000; count++) void ip.send(new Uint8Array(1300))
      for (let count = 0; count < 300; count++) {
        void tunnel.send({kind: 'capsule', type: 0x99n, value: new Uint8Array(100_000)})
      }
      void ip.assign([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
      await Promise.resolve()
    })
    // The stream takes its time.
    await clock.run(rig.ended(never, 60_000))
    expect(await clock.run(rig.ready(never))).toEqual([4])
    const bytes = rig.arrivals.reduce((sum, one) => sum + (one.kind === 'datagram' ? one.bytes : one.value).length, 0)
    expect(rig.arrivals.length).toBeLessThanOrEqual(4096)
    expect(bytes).toBeLessThanOrEqual(16 << 20)
    expect(rig.packets.length).toBeLessThanOrEqual(4096)
  })

  test('a capsule that never ends is told of by its beginning', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.raw(fromHex('4099bfffffff'))
      await tunnel.raw(new Uint8Array(70_000).fill(7))
    })
    await clock.run(rig.ended(never, 50))
    expect(rig.arrivals).toEqual([expect.objectContaining({kind: 'capsule', type: 0x99n, length: 0x3fffffffn})])
    const [only] = rig.arrivals
    expect(only?.kind === 'capsule' && only.value.length).toBe(64 * 1024)
  })

  test('one that is cut off by the end is kept as far as it came', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.raw(fromHex('0108aabb'))
      tunnel.abort('cancelled')
    })
    expect(await clock.run(rig.ended(never))).toMatchObject({by: 'peer', how: 'reset'})
    expect(rig.arrivals).toEqual([expect.objectContaining({type: 1n, length: 8n, value: fromHex('aabb')})])
    expect(rig.ip.state.breaches).toEqual([])
  })
})

function byKind(left: {readonly kind: string}, right: {readonly kind: string}): number {
  return left.kind.localeCompare(right.kind)
}
