// The measure for round trips: node:dgram and nothing else. `server` or `client`; lines as in quic.mjs.
import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {pingPong} from './ping-pong.mjs'

const tell = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)

const socket = createSocket('udp4').bind(0, '127.0.0.1')
await once(socket, 'listening')
if (process.argv[2] === 'server') serve()
else await obey()

function serve() {
  socket.on('message', (payload, {port, address}) => {
    socket.send(payload, port, address)
  })
  process.stdin.resume().on('end', () => socket.close())
  const {address, port} = socket.address()
  tell({listening: `${address}:${port}`})
}

/** `echoes ADDRESS COUNT OCTETS` */
async function obey() {
  for await (const line of createInterface({input: process.stdin})) {
    const [, remote, count, size] = line.split(' ')
    const [address, port] = remote.split(':')
    tell({medianUs: await echoes(address, Number(port), Number(count), Buffer.alloc(Number(size)))})
  }
  socket.close()
}

function echoes(address, port, count, payload) {
  return pingPong(count, reply => {
    socket.removeAllListeners('message').on('message', reply)
    return () => {
      socket.send(payload, port, address)
    }
  })
}
