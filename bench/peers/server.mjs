// What a server of the engine does with a connection: counts what comes, or sends it back.

import {deaf} from './deaf.mjs'

/** The clock is read once in so many datagrams. */
const MARK = 64

/**
 * @param {boolean} echo
 * @param {(answer: object) => void} tell
 * @returns {(connection: import('../../dist/lib/quic/connection.js').QuicConnection) => void}
 */
export function serve(echo, tell) {
  // The kernel counts for the socket, which outlives connections.
  const socket = {drops: 0}
  return echo ? sendBack : connection => count(connection, socket, tell)
}

function sendBack(connection) {
  connection.use({
    ...deaf,
    onDatagram(bytes, start, end) {
      connection.sendDatagram(bytes.subarray(start, end))
    },
  })
}

function count(connection, socket, tell) {
  const sink = new Sink()
  connection.use({...deaf, onDatagram: (bytes, start) => sink.take(bytes, start)})
  void connection.ended.then(() => {
    const {datagramsReceived, ownReceiveDrops, ownSocketDrops} = connection.stats()
    const socketDrops = ownSocketDrops - socket.drops
    socket.drops = ownSocketDrops
    if (sink.delivered === 0) return
    const {rate, delivered, missing} = sink
    tell({rate, delivered, missing, framesReceived: datagramsReceived, receiveDrops: ownReceiveDrops, socketDrops})
  })
}

/** What came on one connection. */
class Sink {
  delivered = 0
  missing = 0
  /** The number the next datagram should have. */
  #expected = 0
  #firstMs = 0
  #lastMs = 0
  #counted = 0

  take(bytes, start) {
    const number = bytes.readUInt32LE(start)
    if (number >= this.#expected) {
      this.missing += number - this.#expected
      this.#expected = number + 1
    } else {
      this.missing--
    }
    if (this.delivered % MARK === 0) this.#mark()
    this.delivered++
  }

  get rate() {
    return (this.#counted * 1000) / (this.#lastMs - this.#firstMs)
  }

  #mark() {
    this.#lastMs = performance.now()
    this.#firstMs ||= this.#lastMs
    this.#counted = this.delivered
  }
}
