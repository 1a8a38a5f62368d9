// Complete QUIC handshakes a second, one after the other, each closed before the next.
import {buildRust, JS, RUST, withPeerCommands} from './lib/peers.mjs'
import {withChildren} from './lib/process.mjs'

const COUNT = 250

export default {
  name: 'handshakes',
  unit: 'handshakes/s',
  goal: undefined,
  prepare: buildRust,

  async run(compare, signal) {
    return withPeerCommands(({server, client}) => {
      const commands = [server(RUST, 'sink'), server(JS, 'sink'), client(RUST), client(JS)]
      return withChildren(commands, signal, async (rustServer, jsServer, rustClient, jsClient) => {
        const rust = (await rustServer.hear()).listening
        const js = (await jsServer.hear()).listening
        return compare({
          'Rust to Rust': () => handshakes(rustClient, rust),
          'JS to Rust': () => handshakes(jsClient, rust),
          'JS to JS': () => handshakes(jsClient, js),
        })
      })
    })
  },
}

async function handshakes(client, address) {
  client.tell('handshakes', address, COUNT)
  return {value: (await client.hear()).perSecond}
}
