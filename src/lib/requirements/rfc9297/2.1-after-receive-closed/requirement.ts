import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/after-receive-closed',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Datagrams that arrive after the end of their stream are dropped without an error',
  asks: 'A receiver must silently drop datagrams whose stream is already closed on its receive side.',
  why: 'Late datagrams are ordinary: they cross with the end of the stream. A proxy that closes the connection over one kills all other tunnels on it; one that forwards it uses a tunnel that is over.',
  sends:
    'Ends or resets a request stream, waits for the acknowledgement and 3 more round trips (at least 200 ms), sends datagrams on it, then uses another stream as canary; with a responder, whether a late datagram arrived.',
  counts: {
    pass: 'the canary stream works and no late datagram reaches the target',
    fail: 'the connection is closed with an error, or a datagram sent after the wait reaches the target',
    inconclusive:
      'the end of the stream was not acknowledged, or the canary fell silent, which loss alone explains; without a responder, forwarding cannot be seen',
  },
  hint: "Look for a lookup of closed streams that raises an error, or for a UDP socket that outlives the client's FIN.",
  pitfalls: [
    'A datagram may overtake the FIN, so it is sent only after the FIN is acknowledged.',
    'An acknowledgement shows receipt by the transport only: the application may learn of the FIN later, hence the wait.',
    'Make sure that no earlier stream data is missing, or the FIN cannot be delivered.',
  ],
  see: [],
})
