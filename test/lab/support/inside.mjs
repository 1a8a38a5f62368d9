// Runs inside a namespace and opens UDP sockets, TUN devices and IP tunnels there, as it is told: requests and answers are lines of
// JSON on stdin and stdout, payloads in base64. Ends with its input.
import {createServer} from 'node:net'
import {createSocket} from 'node:dgram'
import {createInterface} from 'node:readline'
import {loadBinding} from '../../../dist/lib/native/binding.js'
import {NativeNet} from '../../../dist/lib/net/native.js'
import {openTun} from '../../../dist/lib/net/tun.js'
import {dialH3} from '../../../dist/lib/http/h3/dial.js'
import {ourSettings} from '../../../dist/lib/http/h3/settings.js'
import {systemClock} from '../../../dist/lib/spec/clock.js'
import {seeded} from '../../../dist/lib/spec/random.js'
import {openIp} from '../../../dist/lib/tunnel/connect-ip.js'
import {parseIpTemplate} from '../../../dist/lib/tunnel/ip-template.js'

const binding = loadBinding()
const net = new NativeNet(binding)
const sockets = new Map()
const tuns = new Map()
const ipTunnels = new Map()

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

  /** An IP tunnel; answers with what was assigned, when something is of both families, and with its MTU. */
  async ip({tunnel, remote, pin, template}) {
    const signal = new AbortController().signal
    const trust = {trust: 'pin', pin: Buffer.from(pin, 'base64')}
    const options = {
      binding,
      clock: systemClock,
      remote,
      serverName: 'localhost',
      trust,
      settings: ourSettings(seeded(1)),
    }
    const dialed = await dialH3(options, {}, signal)
    if (dialed.kind !== 'connected') throw new Error(dialed.kind)
    const opened = await openIp(dialed.transport, {template: parseIpTemplate(template)}, signal)
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    const {ip} = opened
    ip.sink = (bytes, start, end) => say({event: 'ip-packet', tunnel, value: base64(bytes.subarray(start, end))})
    while (ip.state.assignedToUs.length < 2) await ip.changed(signal)
    ipTunnels.set(tunnel, ip)
    return {addresses: ip.state.assignedToUs.map(({address}) => address)}
  },

  ipSend: ({tunnel, packet}) => ipTunnels.get(tunnel).send(Buffer.from(packet, 'base64')),

  ipMtu: ({tunnel}) => ipTunnels.get(tunnel).mtu,

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
