// Tunnels over every version of HTTP, with nothing behind them: what the way to the proxy costs, and no socket to a target.
//
// `server`, or `client ADDRESS PIN`. A client reads commands from its standard input (`flood WAY MILLISECONDS SIZE`,
// `echoes WAY COUNT SIZE`, `openings WAY COUNT`, `idle WAY COUNT`); answers are lines of JSON. The end of the input is the end.
import {createInterface} from 'node:readline'
import {dialH1} from '../../dist/lib/http/h1/dial.js'
import {H2Transport} from '../../dist/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../dist/lib/http/h2/settings.js'
import {dialH3} from '../../dist/lib/http/h3/dial.js'
import {ourSettings} from '../../dist/lib/http/h3/settings.js'
import {loadBinding} from '../../dist/lib/native/binding.js'
import {NativeNet} from '../../dist/lib/net/native.js'
import {dialStream} from '../../dist/lib/net/stream/dial.js'
import {makeCertificate} from '../../dist/lib/proxy/certificate.js'
import {honestPolicy} from '../../dist/lib/proxy/honest-policy.js'
import {listenEverywhere} from '../../dist/lib/proxy/listen.js'
import {AllowList} from '../../dist/lib/proxy/targets.js'
import {systemClock as clock} from '../../dist/lib/spec/clock.js'
import {seeded} from '../../dist/lib/spec/random.js'
import {pingPong} from './ping-pong.mjs'

const BATCH = 64
/** Over frames nothing holds a sender back but a queue that is full: a pause lets it drain. */
const turn = () => new Promise(resolve => setImmediate(resolve))
const NOTHING = new Uint8Array(0)
const never = new AbortController().signal
const tell = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function runServer() {
  const binding = loadBinding()
  const {pin, ...identity} = await makeCertificate(['127.0.0.1'], clock)
  const listener = await listenEverywhere({
    binding,
    net: new NativeNet(binding),
    clock,
    random: seeded(1),
    policy: honestPolicy(new AllowList([])),
    local: '127.0.0.1:0',
    ...identity,
  })
  process.stdin.resume().on('end', () => void listener[Symbol.asyncDispose]())
  tell({listening: listener.address, pin: Buffer.from(pin).toString('hex')})
  for await (const incoming of listener.incoming) serve(incoming)
}

function serve(incoming) {
  const upgrade = [
    ['connection', 'Upgrade'],
    ['upgrade', 'connect-udp'],
  ]
  const old = incoming.http === '1.1'
  const tunnel = incoming.accept({status: old ? 101 : 200, headers: old ? upgrade : []})
  if (incoming.request.path === '/echo') echo(tunnel)
  else if (incoming.request.path === '/sink') count(tunnel)
}

function echo(tunnel) {
  const back = tunnel.batch(NOTHING)
  tunnel.sink = {
    onDatagram(bytes, start, end) {
      back.add(bytes, start, end)
      back.flush()
    },
  }
}

function count(tunnel) {
  let delivered = 0
  let first = 0
  let last = 0
  tunnel.sink = {
    onDatagram() {
      if (delivered++ % BATCH === 0) {
        last = performance.now()
        first ||= last
      }
    },
  }
  void tunnel.ended.then(() => tell({delivered, rate: (delivered * 1000) / (last - first)}))
}

async function runClient(remote, pin) {
  const trust = {trust: 'pin', pin: Buffer.from(pin, 'hex')}
  for await (const line of createInterface({input: process.stdin})) {
    const [command, way, ...numbers] = line.split(' ')
    const [http, datagrams = 'capsules'] = way.split('/')
    const tunnel = path => openTunnel(http, datagrams, remote, trust, path)
    tell(await COMMANDS[command](tunnel, ...numbers.map(Number)))
  }
}

const COMMANDS = {
  async flood(open, milliseconds, size) {
    const {tunnel, close} = await open('/sink')
    const batch = tunnel.batch(NOTHING)
    const payload = Buffer.alloc(size)
    let queued = 0
    const until = performance.now() + milliseconds
    while (performance.now() < until) {
      for (let index = 0; index < BATCH; index++) batch.add(payload, 0, size)
      const {sent} = batch.flush()
      queued += sent
      await turn()
    }
    await tunnel.finish()
    await close()
    return {queued}
  },

  async echoes(open, count, size) {
    const {tunnel, close} = await open('/echo')
    const payload = Buffer.alloc(size)
    const batch = tunnel.batch(NOTHING)
    const medianUs = await pingPong(count, reply => {
      tunnel.sink = {onDatagram: reply}
      return () => {
        batch.add(payload, 0, size)
        batch.flush()
      }
    })
    await close()
    return {medianUs}
  },

  /** Connection, TLS and tunnel, one after the other. */
  async openings(open, count) {
    const started = performance.now()
    for (let done = 0; done < count; done++) await (await open('/open')).close()
    return {perSecond: (count * 1000) / (performance.now() - started)}
  },

  /** Tunnels on one connection that do nothing: what JavaScript holds for each. */
  async idle(open, count) {
    const {another, close} = await open('/idle')
    const before = held()
    const tunnels = []
    for (let done = 0; done < count; done++) tunnels.push(await another())
    await turn()
    const kibEach = (held() - before) / 1024 / tunnels.length
    await close()
    return {kibEach}
  },
}

/** What is resident says little: what was given back is not returned. The engine's own is not in it. */
function held() {
  globalThis.gc()
  const {heapUsed, external} = process.memoryUsage()
  return heapUsed + external
}

async function openTunnel(http, datagrams, remote, trust, path) {
  const transport = await connect(http, remote, trust)
  const request = {method: 'CONNECT', protocol: 'connect-udp', scheme: 'https', authority: remote, path, headers: []}
  const another = async () => {
    const opened = await transport.open({...request, datagrams}, never)
    if (opened.kind !== 'tunnel') throw new Error(`no tunnel over HTTP/${http}: ${opened.kind}`)
    return opened.tunnel
  }
  return {tunnel: await another(), another, close: () => transport[Symbol.asyncDispose]()}
}

async function connect(http, remote, trust) {
  const serverName = '127.0.0.1'
  if (http === '3') {
    const options = {binding: loadBinding(), clock, remote, serverName, trust, settings: ourSettings(seeded(1))}
    return good(await dialH3(options, {}, never)).transport
  }
  const tls = {serverName, trust, alpn: [http === '2' ? 'h2' : 'http/1.1']}
  if (http === '1.1') return good(await dialH1({remote, clock, tls}, () => ({}), never)).transport
  return new H2Transport(good(await dialStream({remote, clock, tls}, {}, never)).stream, {
    clock,
    settings: CLIENT_SETTINGS,
  })
}

function good(dialed) {
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
  return dialed
}

const [role, ...words] = process.argv.slice(2)
if (role === 'server') await runServer()
else if (role === 'client' && words.length === 2) await runClient(...words)
else throw new Error('server, or client ADDRESS PIN')
