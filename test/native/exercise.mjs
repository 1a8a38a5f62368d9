// Loads the addon by itself, without our TypeScript above it, makes a connection between two endpoints and opens a UDP
// socket; what then becomes of them is the experiment. Runs as a worker (workerData) and as a process (argv[2], JSON).
import {createRequire} from 'node:module'
import {parentPort, workerData} from 'node:worker_threads'

const CONNECTED = 2
const DATAGRAM = 4

const {addon, certificatesPem, keyPem, ending} = workerData ?? JSON.parse(process.argv[2])
const {QuicEndpoint, UdpHub} = createRequire(import.meta.url)(addon)

/** Kinds of the records in a buffer: src/lib/native/records.ts tells the form. */
function* kindsIn(buffer) {
  for (let at = 0; at < buffer.length; at += 12 + buffer.readUInt32LE(at)) yield buffer.readUInt8(at + 4)
}

function watched(options) {
  const seen = new Set()
  const waiting = new Map()
  const endpoint = new QuicEndpoint(options, buffer => {
    for (const kind of kindsIn(buffer)) {
      seen.add(kind)
      waiting.get(kind)?.()
    }
  })
  const happens = kind => new Promise(resolve => (seen.has(kind) ? resolve() : waiting.set(kind, resolve)))
  return {endpoint, happens}
}

/** A QUIC connection that has carried a datagram, and a UDP socket: everything that has a thread. */
async function openAll() {
  const local = '127.0.0.1:0'
  const server = watched({local, server: {certificatesPem, keyPem, alpn: ['test']}})
  const client = watched({local})
  const id = client.endpoint.connect(connectTo(server.endpoint))
  await Promise.all([client.happens(CONNECTED), server.happens(CONNECTED)])
  client.endpoint.sendDatagrams(id, Uint8Array.of(2, 0, 0x68, 0x69))
  await server.happens(DATAGRAM)
  const hub = new UdpHub(() => undefined)
  hub.open({local: '127.0.0.1:0'})
  tell('open')
  return [server.endpoint, client.endpoint, hub]
}

function connectTo(endpoint) {
  return {remote: endpoint.localAddress(), serverName: 'localhost', alpn: ['test'], trust: 'anything'}
}

function tell(word) {
  if (parentPort) parentPort.postMessage(word)
  else process.stdout.write(`${word}\n`)
}

const endings = {
  async destroyed() {
    for (const thing of await openAll()) thing.destroy()
  },
  async kept() {
    const open = await openAll()
    // A timer that keeps nothing alive: it is heard only if what is open does.
    const timer = setTimeout(() => {
      tell('still here')
      for (const thing of open) thing.destroy()
    }, 300)
    timer.unref()
  },
  async forgotten() {
    await openAll()
    setInterval(globalThis.gc, 20).unref()
  },
  async exit() {
    await openAll()
    process.exit(0)
  },
  async 'exit-in-callback'() {
    const [server] = await openAll()
    new QuicEndpoint({local: '127.0.0.1:0'}, () => process.exit(0)).connect(connectTo(server))
  },
  async thrown() {
    await openAll()
    throw new Error('on purpose')
  },
  /** For the parent to end. */
  async left() {
    globalThis.kept = await openAll()
  },
}

await endings[ending]()
