/** A target that knows nothing of us, and answers. */
import type {UdpSocket} from '../../src/lib/net/net.js'
import type {World} from './world.js'

export function echoTarget(here: World, answer: (bytes: Uint8Array) => Uint8Array): void {
  const socket: UdpSocket = here.internet.host('203.0.113.7').udp(
    {local: '203.0.113.7:53'},
    {
      onPacket: ({bytes, start, end, from}) => {
        socket.send(answer(bytes.slice(start, end)), {to: from})
      },
    },
  )
}
