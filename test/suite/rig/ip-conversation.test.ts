/** What the responder says of packets from an IP tunnel: true, false, and not known, and never one for another. */
import {describe, expect, test} from 'vitest'
import {udpPayload} from '../../proxy/ip/support/packets.js'
import {never, ONE_WAY_MS, PATIENCE_MS, payload, rigWorld, timed} from './ip-rig-world.js'

describe('the responder', () => {
  test('says what arrived, in both families', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    for (const family of [4, 6] as const) {
      const [sent, notSent] = [payload(`sent by IPv${family}`), payload(`not sent by IPv${family}`)]
      const packet = await clock.run(rig.udpPacket(sent, never, {family}))
      await clock.run(rig.udpPacket(notSent, never, {family}))
      await clock.run(rig.send(packet!))
      expect(await timed(clock, () => rig.arrived(sent, never))).toEqual([true, 2 * ONE_WAY_MS])
      expect(await clock.run(rig.arrived(notSent, never))).toBe(false)
      expect(await timed(clock, () => rig.arrived(notSent, never, 0))).toEqual([false, 2 * ONE_WAY_MS])
      expect(await clock.run(rig.egress(never, family))).toContain(rig.address(family))
    }
    expect(rig.packets).toEqual([])
  })

  test('more than one report holds', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    const all = Array.from({length: 30}, (_, at) => payload(`number ${at}`))
    for (const one of all) await clock.run(rig.send((await clock.run(rig.udpPacket(one, never)))!))
    const arrived = await clock.run(Promise.all(all.map(one => rig.arrived(one, never))))
    expect(arrived).toEqual(all.map(() => true))
  })

  test('what is sent late is waited for', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    const late = payload('late')
    const packet = await clock.run(rig.udpPacket(late, never))
    clock.after(250, () => void rig.send(packet!))
    expect(await clock.run(rig.arrived(late, never))).toBe(true)
  })

  test.each([
    ['is dropped by an honest proxy', {}, false],
    ['and is seen where it is forwarded', {onTrouble: () => 'forward' as const}, true],
  ])('a forged source %s', async (_, packets, expected) => {
    const {clock, openRig} = rigWorld({ip: {packets}})
    const rig = await openRig()
    const forged = payload('forged')
    const packet = await clock.run(rig.udpPacket(forged, never, {source: '198.51.100.77'}))
    expect(udpPayload(packet!)).toEqual(forged)
    await clock.run(rig.send(packet!))
    expect(await clock.run(rig.arrived(forged, never))).toBe(expected)
  })

  test('a loss of 30 % makes it slow, not wrong', async () => {
    let told = 0
    for (let run = 0; run < 20; run++) {
      const {clock, openRig} = rigWorld({loss: 0.3, jitterMs: run})
      const rig = await openRig()
      const [sent, notSent] = [payload('sent'), payload('not sent')]
      const packet = await clock.run(rig.udpPacket(sent, never))
      if (!packet) continue
      await clock.run(rig.udpPacket(notSent, never))
      for (let copy = 0; copy < 8; copy++) await clock.run(rig.send(packet))
      const arrived = await clock.run(rig.arrived(sent, never))
      expect(arrived).not.toBe(false)
      if (arrived) told++
      expect(await clock.run(rig.arrived(notSent, never))).not.toBe(true)
    }
    expect(told).toBeGreaterThan(15)
  })

  test('undefined without a responder, and of what it was never told to keep', async () => {
    const silent = rigWorld({responds: false})
    const rig = await silent.openRig()
    await silent.clock.run(rig.ready(never))
    expect(await timed(silent.clock, () => rig.udpPacket(payload('x'), never))).toEqual([undefined, 2 * PATIENCE_MS])
    const none = rigWorld({context: {ipResponder: undefined}})
    const other = await none.openRig()
    expect(await timed(none.clock, () => other.udpPacket(payload('x'), never))).toEqual([undefined, 0])
    const {clock, openRig} = rigWorld()
    const third = await openRig()
    expect(await timed(clock, () => third.arrived(payload('x'), never))).toEqual([undefined, 0])
  })

  test('undefined when the tunnel is over, or the responder has forgotten', async () => {
    const {clock, openRig, settle} = rigWorld()
    const rig = await openRig()
    const [one, two] = [payload('one'), payload('two')]
    await clock.run(rig.send((await clock.run(rig.udpPacket(one, never)))!))
    await settle(70_000)
    expect(await clock.run(rig.arrived(one, never))).toBeUndefined()
    await clock.run(rig.send((await clock.run(rig.udpPacket(two, never)))!))
    expect(await clock.run(rig.arrived(two, never))).toBe(true)
    expect(await clock.run(rig.arrived(one, never))).toBeUndefined()
    rig.abort('cancelled')
    expect(await timed(clock, () => rig.arrived(two, never))).toEqual([undefined, 0])
  })

  test('its clock is elsewhere: our own packets are told of, forged ones are not', async () => {
    const {clock, openRig} = rigWorld({
      responderAheadMs: 3_600_000,
      ip: {packets: {onTrouble: () => 'forward'}},
    })
    const rig = await openRig()
    const own = payload('own')
    await clock.run(rig.send((await clock.run(rig.udpPacket(own, never)))!))
    expect(await clock.run(rig.arrived(own, never))).toBe(true)
    expect(await clock.run(rig.udpPacket(payload('forged'), never, {source: '198.51.100.77'}))).toBeUndefined()
  })
})
