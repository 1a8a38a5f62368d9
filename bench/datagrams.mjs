// How many QUIC DATAGRAM frames of 1200 octets a second get from one process to another, GSO and GRO on: both sides in
// JavaScript against both sides in Rust, on the same engine. Every datagram is looked at where it arrives.
import {buildRust, JS, RUST, withPeerCommands} from './lib/peers.mjs'
import {withChildren} from './lib/process.mjs'

const SIZE = 1200
const FLOOD_MS = 1000

export default {
  name: 'datagrams',
  unit: 'datagrams/s',
  goal: {atLeast: 0.8},
  prepare: buildRust,

  async run(compare, signal) {
    return withPeerCommands(({server, client}) => {
      const commands = [RUST, JS].flatMap(kind => [server(kind, 'sink', true), client(kind, true)])
      return withChildren(commands, signal, async (rustServer, rustClient, jsServer, jsClient) => {
        const rust = (await rustServer.hear()).listening
        const js = (await jsServer.hear()).listening
        return compare({
          'Rust to Rust': () => flood(rustServer, rustClient, rust),
          'JS to JS': () => flood(jsServer, jsClient, js),
        })
      })
    })
  },
}

async function flood(server, client, address) {
  client.tell('flood', address, FLOOD_MS, SIZE)
  const [sent, got] = await Promise.all([client.hear(), server.hear()])
  return {value: got.rate, counts: account(sent, got)}
}

/** Where each datagram stayed. The four that follow `queued` add up to it. */
function account(sent, got) {
  return {
    queued: sent.queued,
    delivered: got.delivered,
    'left in our queue': sent.queued - sent.framesSent,
    'lost between the engines': sent.framesSent - got.framesReceived,
    'dropped by the receiving engine': got.framesReceived - got.delivered,
    // From here on: what others say of the same.
    'gaps in the numbers': got.missing,
    ownReceiveDrops: got.receiveDrops,
    'ownSocketDrops (batches of up to 10)': got.socketDrops,
    'lostPackets of the sender': sent.lostPackets,
    congestionEvents: sent.congestionEvents,
  }
}
