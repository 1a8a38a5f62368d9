// Runs inside a namespace and opens UDP sockets and TUN devices of src/lib/net there, as it is told: requests and answers are lines of
// JSON on stdin and stdout, payloads in base64. Ends with its input.
import {createServer} from 'node:net'
import {createSocket} from 'node:dgram'
import {createInterface} from 'node:readline'
import {loadBinding} from '../../../dist/lib/native/binding.js'
import {NativeNet} from '../../../dist/lib/net/native.js'
import {openTun} from '../../../dist/lib/net/tun.js'

const binding = loadBinding()
const net = new NativeNet(binding)
const sockets = new Map()
const tuns = new Map()

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

const base64 = bytes => Buffer.from(bytes).toString('base64')

const operations = {
  open({socket, options}) {
    const opened = net.udp(options, {
      onPacket({bytes, start, end, tos, ttl, from, localIp}) {
        say({event: 'packet', socket, value: {payload: base64(bytes.subarray(start, end)), tos, ttl, from, localIp}})
      },
      onPathError: error => say({event: 'error', socket, value: {...error, quoted: base64(error.quoted)}}),
    })
    sockets.set(socket, opened)
    return opened.localAddress
  },

  send: ({socket, payload, options}) => sockets.get(socket).send(Buffer.from(payload, 'base64'), options),

  tun({tun, options}) {
    const opened = openTun(binding, options, {
      onPacket: (bytes, start, end) => say({event: 'tun-packet', tun, value: base64(bytes.subarray(start, end))}),
      onLost: error => say({event: 'tun-lost', tun, value: error}),
    })
    tuns.set(tun, opened)
    return opened.name
  },

  inject: ({tun, packet}) => tuns.get(tun).send(Buffer.from(packet, 'base64')),

  /** Takes TCP connections and says nothing. */
  listen: ({host, port}) =>
    new Promise((resolve, reject) => {
      createServer().on('error', reject).listen(port, host, resolve)
    }),

  /** Carries UDP to `to` and back, each way late: for kernels without netem. */
  relay: ({host, port, to, delayMs}) =>
    new Promise(resolve => {
      const front = createSocket('udp4')
      const back = createSocket('udp4')
      let client
      front.on('message', (bytes, from) => {
        client = from
        setTimeout(() => back.send(bytes, to.port, to.host), delayMs)
      })
      back.on('message', bytes => {
        setTimeout(() => front.send(bytes, client.port, client.address), delayMs)
      })
      front.bind(port, host, resolve)
    }),
}

createInterface({input: process.stdin})
  .on('line', async line => {
    const {id, operation, ...words} = JSON.parse(line)
    try {
      say({id, result: await operations[operation](words)})
    } catch (error) {
      say({id, error: String(error)})
    }
  })
  .on('close', () => process.exit(0))
