// One datagram of 1200 octets there and back, one at a time: through QUIC against a plain UDP echo of node:dgram, and
// against the engine without JavaScript, which shows how much of it is QUIC. Offload is off, as it is by default.
// Where the scheduler puts the two processes decides more than all else, and it changes its mind from run to run: so
// they are put, on one core together or on one each, and all contenders alike.
import {buildRust, DGRAM, JS, RUST, withPeerCommands} from './lib/peers.mjs'
import {withChildren} from './lib/process.mjs'

const SIZE = 1200
const COUNT = 2000

const roundTrip = (name, serverCore, clientCore) => ({
  name,
  unit: 'µs',
  goal: {of: 'QUIC, JS', atMost: 2},
  prepare: buildRust,

  async run(compare, signal) {
    return withPeerCommands(({server, client}) => {
      const peers = [
        [
          [...DGRAM, 'server'],
          [...DGRAM, 'client'],
        ],
        [server(JS, 'echo'), client(JS)],
        [server(RUST, 'echo'), client(RUST)],
      ]
      const commands = peers.flatMap(([echo, asker]) => [onCore(serverCore, echo), onCore(clientCore, asker)])
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
})

export const together = roundTrip('round-trip', 0, 0)
export const apart = roundTrip('round-trip-apart', 0, 1)

function onCore(core, command) {
  return ['taskset', '--cpu-list', String(core), ...command]
}

async function echoes(client, address) {
  client.tell('echoes', address, COUNT, SIZE)
  return {value: (await client.hear()).medianUs}
}
