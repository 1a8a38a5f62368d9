// Prints `ready` when a QUIC server answers at ADDR:PORT, and with `tcp` a TCP server there, too: usage: ready.mjs
// ADDR:PORT PID [tcp]. QUIC is asked with a packet of a version that nobody speaks, which any server answers at once (RFC
// 9000 section 6). That needs no log line, no /proc and no certificate. Ends with the server (PID), or after 20 seconds.
import {randomBytes} from 'node:crypto'
import {createSocket} from 'node:dgram'
import {connect} from 'node:net'

const [listen = '', pid = '', tcp] = process.argv.slice(2)
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
socket.once('message', () => {
  stop()
  if (tcp === 'tcp') knock()
  else process.stdout.write('ready\n')
})
socket.connect(Number(port), v6 ?? v4, ask)

function ask() {
  if (!lives() || Date.now() - started > 20_000) stop()
  else socket.send(question, () => undefined)
}

function knock() {
  const connection = connect(Number(port), v6 ?? v4, () => {
    connection.destroy()
    process.stdout.write('ready\n')
  })
  connection.on('error', () => {
    if (lives() && Date.now() - started < 20_000) setTimeout(knock, 20)
  })
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
