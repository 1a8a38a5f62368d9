/** What a session starts around itself goes again, also when only a part of it could be started. */
import {expect, it} from 'vitest'
import {Surroundings} from '../../src/lib/cli/shell/surroundings.js'
import {DgramNet} from '../../src/lib/net/dgram.js'
import {NetError, type Net} from '../../src/lib/net/net.js'
import {systemTcp, type TcpPort} from '../../src/lib/net/stream/tcp-net.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'

/** Counts the ports that are open, and lets so many of them be opened. */
class CountedNet {
  readonly #dgram = new DgramNet(systemClock)
  readonly open = new Set<string>()

  constructor(
    private readonly tcpPorts: number,
    private readonly hasUdp: boolean,
  ) {}

  get net(): Net {
    const udp: Net['udp'] = (options, events) => {
      if (!this.hasUdp) throw new NetError('EMFILE', 'no UDP socket is left')
      return this.#dgram.udp(options, events)
    }
    return {...this.#dgram, udp, lookup: this.#dgram.lookup, tcp: {...systemTcp, listen: this.#listen}}
  }

  readonly #listen: typeof systemTcp.listen = async options => {
    if (this.open.size >= this.tcpPorts) throw new NetError('EMFILE', 'no port is left')
    const port = await systemTcp.listen(options)
    this.open.add(port.address)
    return {address: port.address, [Symbol.asyncDispose]: () => this.#close(port)}
  }

  async #close(port: TcpPort): Promise<void> {
    await port[Symbol.asyncDispose]()
    this.open.delete(port.address)
  }
}

function surroundings(net: Net): Promise<Surroundings> {
  return Surroundings.of({
    proxy: {kind: 'self'},
    via: {proxies: [{kind: 'self'}], http: []},
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'anything'}},
    headers: [],
    platform: {clock: systemClock, random: seeded(1), net, binding: undefined},
    target: undefined,
  })
}

it('starts a hop, a proxy and an echo, and ends them', async () => {
  const counted = new CountedNet(2, true)
  {
    await using around = await surroundings(counted.net)
    expect(counted.open.size).toBe(2)
    expect(around.reach.via).toHaveLength(1)
    expect(around.target).toMatchObject({host: '127.0.0.1'})
  }
  expect(counted.open.size).toBe(0)
})

it.each([
  {what: 'proxy', tcpPorts: 1, hasUdp: true, error: 'no port is left'},
  {what: 'echo', tcpPorts: 2, hasUdp: false, error: 'no UDP socket is left'},
])('leaves nothing behind when the $what cannot be started', async ({tcpPorts, hasUdp, error}) => {
  const counted = new CountedNet(tcpPorts, hasUdp)
  await expect(surroundings(counted.net)).rejects.toThrow(error)
  expect(counted.open.size).toBe(0)
})
