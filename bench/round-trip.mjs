// One datagram of 1200 octets there and back, one at a time: through QUIC against a plain UDP echo of node:dgram, and
// against the engine without JavaScript, which shows how much of it is QUIC. Offload is off, as it is by default.
import {buildRust, DGRAM, JS, RUST, withPeerCommands} from './lib/peers.mjs'
import {withChildren} from './lib/process.mjs'

const SIZE = 1200
const COUNT = 2000

export default {
  name: 'round-trip',
  unit: 'µs',
  goal: {of: 'QUIC, JS', atMost: 2},
  prepare: buildRust,

  async run(compare, signal) {
    return withPeerCommands(({server, client}) => {
      const dgram = [
        [...DGRAM, 'server'],
        [...DGRAM, 'client'],
      ]
      const commands = [...dgram, ...[JS, RUST].flatMap(kind => [server(kind, 'echo'), client(kind)])]
      return withChildren(commands, signal, async (...children) => {
        const names = ['node:dgram', 'QUIC, JS', 'QUIC, Rust']
        const contenders = {}
        for (const [index, name] of names.entries()) {
          const [echo, asker] = children.slice(2 * index)
          const address = (await echo.hear()).listening
          contenders[name] = () => echoes(asker, address)
        }
        return compare(contenders)
      })
    })
  },
}

async function echoes(client, address) {
  client.tell('echoes', address, COUNT, SIZE)
  return {value: (await client.hear()).medianUs}
}
