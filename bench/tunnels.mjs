// Tunnels over HTTP/2, HTTP/1.1 and in capsules of HTTP/3, against QUIC DATAGRAM frames: datagrams a second, the time of one
// there and back, and tunnels opened a second (connection, TLS and request). Both sides are ours, a process each.
import {fileURLToPath} from 'node:url'
import {withChildren} from './lib/process.mjs'

const PEER = [process.execPath, '--expose-gc', fileURLToPath(new URL('./peers/tunnel.mjs', import.meta.url))]
const SIZE = 1200
const FLOOD_MS = 500
const ECHOES = 500
const OPENINGS = 40
const IDLE = 900

/** The first is what the others are compared with. */
const WAYS = {
  'HTTP/3, frames': '3/frames',
  'HTTP/3, capsules': '3/capsules',
  'HTTP/2': '2',
  'HTTP/1.1': '1.1',
}

/** What goes through tunnels: 1200 octets each. */
export const rate = bench('tunnel-rate', 'datagrams/s', async (client, server, way) => {
  client.tell('flood', way, FLOOD_MS, SIZE)
  const [{queued}, {delivered, rate: value}] = await Promise.all([client.hear(), server.hear()])
  return {value, counts: {queued, delivered}}
})

export const roundTrip = bench('tunnel-round-trip', 'us', async (client, _, way) => {
  client.tell('echoes', way, ECHOES, SIZE)
  return {value: (await client.hear()).medianUs}
})

export const openings = bench('tunnel-openings', 'tunnels/s', async (client, _, way) => {
  client.tell('openings', way, OPENINGS)
  return {value: (await client.hear()).perSecond}
})

/** HTTP/1.1 has a connection for each tunnel, so it has no such number. */
export const memory = bench(
  'tunnel-memory',
  'KiB a tunnel',
  async (client, _, way) => {
    client.tell('idle', way, IDLE)
    return {value: (await client.hear()).kibEach}
  },
  ['HTTP/3, frames', 'HTTP/2'],
)

function bench(name, unit, measure, ways = Object.keys(WAYS)) {
  return {
    name,
    unit,
    goal: undefined,
    run(compare, signal) {
      return withChildren([[...PEER, 'server']], signal, async server => {
        const {listening, pin} = await server.hear()
        return withChildren([[...PEER, 'client', listening, pin]], signal, client => {
          const contenders = ways.map(name => [name, () => measure(client, server, WAYS[name])])
          return compare(Object.fromEntries(contenders))
        })
      })
    },
  }
}
