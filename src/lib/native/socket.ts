/**
 * Which of the engine's sockets QUIC uses. `portable` is what macOS and Windows have; on Linux it can be asked for, so
 * that it is tested and compared. What it does not show is absent from results and named in their warnings.
 */
import type {NativeEndpointOptions, OnRecords, QuicBinding, SocketKind} from './surface.js'

/** The same binding, but for the socket of endpoints that ask for none. */
export function withSocket(binding: QuicBinding, socket: SocketKind): QuicBinding {
  class Endpoint extends binding.QuicEndpoint {
    constructor(options: NativeEndpointOptions, onEvents: OnRecords) {
      super({socket, ...options}, onEvents)
    }
  }
  return {description: () => `${binding.description()}, ${socket} socket`, QuicEndpoint: Endpoint}
}

/** In words, for results; nothing for a socket that shows everything. */
export function notObservedBy(socket: SocketKind): readonly string[] {
  switch (socket) {
    case 'linux':
      return []
    case 'portable':
      return [
        'the portable socket was used: of outer datagrams neither TTL nor DSCP, nor when the kernel took them in, ' +
          'nor ICMP errors, nor losses in our own socket were observed',
      ]
  }
}
