/** Somebody to talk to for `self`: an echo on loopback, which the embedded proxy allows as a target. */
import type {Net} from '../../net/net.js'
import {parseTarget, type Target} from '../../tunnel/target.js'

export interface Echo extends AsyncDisposable {
  readonly target: Target
}

export function startEcho(net: Net): Echo {
  const socket = net.udp(
    {local: '127.0.0.1:0'},
    {
      onPacket: ({bytes, start, end, from}) => {
        socket.send(bytes.slice(start, end), {to: from})
      },
    },
  )
  return {
    target: parseTarget(socket.localAddress),
    async [Symbol.asyncDispose]() {
      await socket[Symbol.asyncDispose]()
    },
  }
}
