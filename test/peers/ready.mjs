// Prints `ready` when a QUIC server answers at ADDR:PORT: usage: ready.mjs ADDR:PORT PID. It is asked with a packet of
// a version that nobody speaks, which any QUIC server answers at once (RFC 9000 section 6). That needs no log line, no
// /proc and no certificate. Ends with the server's process (PID), or after 20 seconds.
import {randomBytes} from 'node:crypto'
import {createSocket} from 'node:dgram'

const [listen = '', pid = ''] = process.argv.slice(2)
const match = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(listen)
if (!match) throw new Error(`'${listen}' is not ADDR:PORT`)
const [, v6, v4, port] = match

/** Version 0x?a?a?a?a is reserved for forcing negotiation; below 1200 octets servers need not answer. */
const question = Buffer.concat([
  Buffer.from('c01a2a3a4a08', 'hex'),
  randomBytes(8),
  Buffer.from([8]),
  randomBytes(8),
  Buffer.alloc(1178),
])

const socket = createSocket(v6 ? 'udp6' : 'udp4')
const started = Date.now()
const timer = setInterval(ask, 20)
socket.on('error', () => undefined) // Port unreachable: not yet.
socket.on('message', () => {
  stop()
  process.stdout.write('ready\n')
})
socket.connect(Number(port), v6 ?? v4, ask)

function ask() {
  if (!lives() || Date.now() - started > 20_000) stop()
  else socket.send(question, () => undefined)
}

function lives() {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

function stop() {
  clearInterval(timer)
  socket.close()
}
