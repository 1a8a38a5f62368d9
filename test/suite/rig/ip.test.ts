/** The rig's IP tunnel at the reference proxy, honest and with one answer changed: readiness and echoes. */
import {describe, expect, test} from 'vitest'
import {never, ONE_WAY_MS, PATIENCE_MS, payload, RESPONDER, rigWorld, timed, visited} from './ip-rig-world.js'

const SILENT = {addresses: {onOpen: () => []}}

describe('ready', () => {
  test('settles at once with what comes unasked', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    expect(await timed(clock, () => rig.ready(never))).toEqual([[4, 6], ONE_WAY_MS])
    expect([rig.address(4), rig.address(6)]).toEqual([
      expect.stringMatching(/^192\.0\.2\.\d+$/),
      expect.stringMatching(/^2001:db8:1:/),
    ])
    expect(rig.arrivals.every(({kind}) => kind === 'capsule')).toBe(true)
  })

  test('asks for both families when nothing comes, and settles with the answers', async () => {
    const {clock, openRig} = rigWorld({ip: SILENT})
    const rig = await openRig()
    expect(await timed(clock, () => rig.ready(never))).toEqual([[4, 6], PATIENCE_MS + 3 * ONE_WAY_MS])
    expect(rig.ip.state.requestsOpen).toEqual([])
  })

  test('does not wait for the other family as long as for the first', async () => {
    const only4 = {onOpen: () => [{family: 4 as const, prefixLength: 32}], onRequest: () => 'ignore' as const}
    const {clock, openRig} = rigWorld({ip: {addresses: only4}})
    const rig = await openRig()
    expect(await timed(clock, () => rig.ready(never))).toEqual([[4], (2 * PATIENCE_MS) / 4 + 2 * ONE_WAY_MS])
    expect(await timed(clock, () => rig.ready(never))).toEqual([[4], 0])
  })

  test('a declined family is not waited for', async () => {
    const {clock, openRig} = rigWorld({pools: ['192.0.2.0/24'], ip: SILENT})
    const rig = await openRig()
    expect(await timed(clock, () => rig.ready(never))).toEqual([[4], PATIENCE_MS + 3 * ONE_WAY_MS])
  })

  test('none, when no address is to be had: after two patiences, or at once when both are declined', async () => {
    const ignored = rigWorld({ip: {addresses: {...SILENT.addresses, onRequest: () => 'ignore'}}})
    const rig = await ignored.openRig()
    expect(await timed(ignored.clock, () => rig.ready(never))).toEqual([[], 2 * PATIENCE_MS + ONE_WAY_MS])
    const declined = rigWorld({ip: {addresses: {...SILENT.addresses, onRequest: () => 'refuse'}}})
    const other = await declined.openRig()
    expect(await timed(declined.clock, () => other.ready(never))).toEqual([[], PATIENCE_MS + 2 * ONE_WAY_MS])
  })

  test.each([
    ['a route elsewhere', [{start: '198.51.100.0', end: '198.51.100.255', protocol: 0}], []],
    ['a route of one family', [{start: '0.0.0.0', end: '255.255.255.255', protocol: 0}], [4]],
    ['a route for UDP, for ICMP goes with it', [{start: '::', end: `${'ffff:'.repeat(7)}ffff`, protocol: 17}], [6]],
    ['nothing said of routes', undefined, [4, 6]],
  ] as const)('families by routes: %s', async (_, routes, families) => {
    const {clock, openRig} = rigWorld({ip: {routes: {advertise: () => routes}}})
    const rig = await openRig()
    expect(await clock.run(rig.ready(never))).toEqual(families)
  })

  test('ends with the tunnel, and with the signal', async () => {
    const {clock, openRig, transport} = rigWorld({ip: SILENT})
    const rig = await openRig()
    const waiting = timed(clock, () => rig.ready(never))
    rig.abort('cancelled')
    expect(await waiting).toEqual([[], 0])
    const other = await openRig()
    const stop = new AbortController()
    const stopped = other.ready(stop.signal)
    stop.abort(new Error('enough'))
    await expect(clock.run(stopped)).rejects.toThrow('enough')
    await transport[Symbol.asyncDispose]()
  })

  test('leaves no timers behind, whatever it was doing', async () => {
    const {clock, rig} = await visited(() => undefined)
    const idle = clock.pendingTimers
    const doing = [rig.ready(never), rig.echo(never).catch(() => false), rig.udpPacket(payload('x'), never)]
    await clock.advance(50)
    expect(clock.pendingTimers).toBeGreaterThan(idle)
    await rig[Symbol.asyncDispose]()
    expect(await timed(clock, () => Promise.all(doing))).toEqual([[[], false, undefined], 0])
    await clock.advance(10)
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('echo', () => {
  test('is answered in both families, and its answers are nobody else’s', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    await clock.run(rig.ready(never))
    expect(await timed(clock, () => rig.echo(never))).toEqual([true, 2 * ONE_WAY_MS])
    expect(await timed(clock, () => rig.echo(never, {family: 6, dataBytes: 1200}))).toEqual([true, 2 * ONE_WAY_MS])
    expect(await timed(clock, () => rig.echo(never, {to: RESPONDER[6]}))).toEqual([true, 2 * ONE_WAY_MS])
    expect(rig.packets).toEqual([])
    expect(rig.arrivals.filter(({kind}) => kind === 'datagram')).toHaveLength(3)
  })

  test('asked from all nodes, the proxy answers by its own name', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    expect(await clock.run(rig.echo(never, {to: 'ff02::1'}))).toBe(true)
  })

  test('nobody there: false, and the errors are kept', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    await clock.run(rig.ready(never))
    expect(await timed(clock, () => rig.echo(never, {to: '203.0.113.99'}))).toEqual([false, 2 * PATIENCE_MS])
    expect(rig.packets).toHaveLength(5)
  })

  test('a loss of 30 % is got over', async () => {
    for (let run = 0; run < 20; run++) {
      const {clock, openRig, context} = rigWorld({loss: 0.3, jitterMs: run})
      const rig = await openRig()
      expect(await timed(clock, () => rig.echo(never, {attempts: 20}))).toEqual([true, expect.any(Number)])
      expect(context.platform.clock).toBe(clock)
    }
  })

  test('what does not fit says nothing of the tunnel', async () => {
    const {clock, openRig} = rigWorld()
    const rig = await openRig()
    await expect(clock.run(rig.echo(never, {dataBytes: 1500}))).rejects.toMatchObject({
      outcome: 'inconclusive',
      message:
        'an ICMP echo with 1500 octets of data could not be sent: packets of more than 1399 octets do not fit this tunnel now',
    })
  })

  test('no address, no target: an obstacle; a tunnel that is over: false at once', async () => {
    const {clock, openRig} = rigWorld({ip: {addresses: {...SILENT.addresses, onRequest: () => 'refuse'}}})
    const rig = await openRig()
    await expect(clock.run(rig.echo(never))).rejects.toThrow('the proxy assigned no address')
    await expect(clock.run(rig.echo(never, {family: 6}))).rejects.toThrow('no address of IPv6')
    const aimless = rigWorld({context: {ip: {ipTarget: {}}}})
    const other = await aimless.openRig()
    await expect(aimless.clock.run(other.echo(never))).rejects.toThrow('there is no target for packets')
    await expect(aimless.clock.run(other.echo(never, {family: 4}))).rejects.toThrow('no target of IPv4')
    const over = rigWorld()
    const third = await over.openRig()
    await over.clock.run(third.ready(never))
    third.abort('cancelled')
    expect(await timed(over.clock, () => third.echo(never))).toEqual([false, 0])
  })
})
