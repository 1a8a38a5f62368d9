// Endpoints of the addon made and ended in every way a program may, thousands of times in one process. Run by the parent's
// messages, as the other peers; as a worker it keeps datagrams flying until it is ended from outside.
import {createRequire} from 'node:module'
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads'
import {sample, serveParent} from './sample.mjs'

const CONNECTED = 2
const LOST = 3
const DATAGRAM = 4
const LOCAL = '127.0.0.1:0'
const PATIENCE_MS = 30_000

let setup = workerData
const addon = () => createRequire(import.meta.url)(setup.addon)

function* recordsIn(buffer) {
  for (let at = 0; at < buffer.length; at += 12 + buffer.readUInt32LE(at)) {
    yield {kind: buffer.readUInt8(at + 4), id: buffer.readUInt32LE(at + 8)}
  }
}

function listen(onRecord) {
  const {certificatesPem, keyPem} = setup
  return endpoint({local: LOCAL, server: {certificatesPem, keyPem, alpn: ['test']}}, onRecord)
}

/** `onRecord` may use the endpoint it is called for. */
function endpoint(options, onRecord = () => undefined) {
  const made = new (addon().QuicEndpoint)(options, buffer => {
    for (const record of recordsIn(buffer)) onRecord(record, made)
  })
  return made
}

const to = server => ({remote: server.localAddress(), serverName: 'localhost', alpn: ['test'], trust: 'anything'})

/** A server that sends every datagram back: JavaScript has its part in each. */
function echoServer() {
  return listen(({kind, id}, own) => {
    if (kind === DATAGRAM) own.sendDatagrams(id, Uint8Array.of(1, 0, 7))
    if (kind === LOST) own.forget(id)
  })
}

/** Resolves when the client's first echo is there, or rejects. */
function client(server, onEcho) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no echo')), PATIENCE_MS)
    const made = endpoint({local: LOCAL}, ({kind, id}, own) => {
      if (kind === CONNECTED) own.sendDatagrams(id, Uint8Array.of(1, 0, 7))
      if (kind !== DATAGRAM) return
      clearTimeout(timer)
      onEcho?.(own, id)
      resolve(made)
    })
    made.connect(to(server))
  })
}

let server

const WAYS = {
  async 'at once'() {
    endpoint({local: LOCAL}).destroy()
  },
  async 'in its own callback'() {
    await client(server, own => own.destroy())
  },
  async 'twice, after an echo'() {
    const made = await client(server)
    made.destroy()
    made.destroy()
  },
  async 'in the middle of the handshake'() {
    const made = endpoint({local: LOCAL})
    made.connect(to(server))
    made.destroy()
  },
  async 'after a move'() {
    const made = await client(server)
    made.rebind(LOCAL, true)
    made.destroy()
  },
  /** Its callback does not know it: otherwise it keeps itself alive, as whatever listens does. */
  async 'by the collector'() {
    new (addon().QuicEndpoint)({local: LOCAL}, () => undefined)
  },
  async 'with a server full of connections'() {
    const own = echoServer()
    const clients = await Promise.all(Array.from({length: 3}, () => client(own)))
    own.destroy()
    for (const one of clients) one.destroy()
  },
}

/** Datagrams as fast as they come back, until the thread is ended. */
async function storm() {
  const own = echoServer()
  for (let index = 0; index < 4; index++) {
    let connection
    const made = await client(own, (_, id) => (connection = id))
    setInterval(() => made.sendDatagrams(connection, Uint8Array.of(1, 0, 7)), 0)
  }
  parentPort.postMessage('under load')
  if (workerData.exits) setTimeout(() => process.exit(), workerData.afterMs)
}

/** A worker under load that ends, or is ended, at some moment. */
function worker(afterMs, exits) {
  return new Promise((resolve, reject) => {
    const made = new Worker(new URL(import.meta.url), {workerData: {...setup, afterMs, exits}})
    made.once('error', reject)
    made.once('message', () => {
      made.once('exit', resolve)
      if (!exits) setTimeout(() => void made.terminate(), afterMs)
    })
  })
}

if (isMainThread) {
  serveParent({
    begin(question) {
      setup = question
      server = echoServer()
    },
    async endpoints({count}) {
      const ways = Object.values(WAYS)
      for (let index = 0; index < count; index++) await ways[index % ways.length]()
    },
    async workers({count}) {
      for (let index = 0; index < count; index += 2) {
        await Promise.all([worker(index % 7, false), worker((index * 3) % 5, true)])
      }
    },
    sample,
  })
} else {
  await storm()
}
