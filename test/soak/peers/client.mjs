// A client of the proxy: opens connections and tunnels, sees through each that it carries, and closes it again.
import {setMaxListeners} from 'node:events'
import {dialH1} from '../../../dist/lib/http/h1/dial.js'
import {H2Transport} from '../../../dist/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../dist/lib/http/h2/settings.js'
import {dialH3} from '../../../dist/lib/http/h3/dial.js'
import {ourSettings} from '../../../dist/lib/http/h3/settings.js'
import {loadBinding} from '../../../dist/lib/native/binding.js'
import {dialStream} from '../../../dist/lib/net/stream/dial.js'
import {systemClock} from '../../../dist/lib/spec/clock.js'
import {seeded} from '../../../dist/lib/spec/random.js'
import {openUdp} from '../../../dist/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../../dist/lib/tunnel/target.js'
import {parseTemplate} from '../../../dist/lib/tunnel/template.js'
import {sample, serveParent} from './sample.mjs'

const PATIENCE_MS = 30_000
/** UDP may lose a datagram on any machine. */
const RETRY_MS = 250

const binding = loadBinding()
const settings = ourSettings(seeded(2))
let proxy
let target
let transport
const hoarded = []
let datagrams = 'auto'

const {signal} = new AbortController()
setMaxListeners(0, signal)
const trust = {trust: 'anything'}

function dial(limits, http = '3') {
  return http === '3' ? dialQuic(limits) : dialTcp(http)
}

async function dialTcp(http) {
  const alpn = [http === '2' ? 'h2' : 'http/1.1']
  const options = {remote: proxy.address, clock: systemClock, tls: {serverName: 'localhost', alpn, trust}}
  const dialed = await (http === '2' ? dialStream(options, {}, signal) : dialH1(options, () => ({}), signal))
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(dialed)}`)
  return dialed.transport ?? new H2Transport(dialed.stream, {clock: systemClock, settings: CLIENT_SETTINGS})
}

async function dialQuic(limits) {
  const options = {binding, clock: systemClock, remote: proxy.address, serverName: 'localhost', settings}
  const dialed = await dialH3({...options, trust, ...(limits && {transport: limits})}, {}, signal)
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
  return dialed.transport
}

async function open(over) {
  const request = {template: parseTemplate(proxy.template), target: parseTarget(target), datagrams}
  const opened = await within(openUdp(over, request, signal), 'the response')
  if (opened.kind !== 'tunnel') throw new Error(`no tunnel: ${JSON.stringify(opened, integers)}`)
  return opened.udp
}

const integers = (_, value) => (typeof value === 'bigint' ? String(value) : value)

/** One payload there and back. */
async function echo(udp) {
  const arrivals = udp.received()
  const arrived = arrivals.next()
  const again = setInterval(() => void udp.send(new Uint8Array(1000)), RETRY_MS)
  try {
    await udp.send(new Uint8Array(1000))
    const {value} = await within(arrived, 'an echo')
    if (!value) throw new Error('the tunnel ended before an echo came')
  } finally {
    clearInterval(again)
  }
}

async function tunnel(over) {
  const udp = await open(over)
  await echo(udp)
  await udp[Symbol.asyncDispose]()
}

/** Echoes as they come for a time, some always under way; the engine's and the proxy's own pace. */
async function traffic({ms, window}) {
  const udp = await open(transport)
  const payload = new Uint8Array(1000)
  let echoes = 0
  let sent = 0
  let last = performance.now()
  const reading = (async () => {
    const arrivals = udp.received()
    for (let next = await arrivals.next(); !next.done; next = await arrivals.next()) {
      echoes++
      last = performance.now()
      await send()
    }
  })()
  async function send() {
    if (performance.now() > until) return
    sent++
    await udp.send(payload)
  }
  const until = performance.now() + ms
  for (let index = 0; index < window; index++) await send()
  while (performance.now() < until) {
    await pause(100)
    // Each loss makes the window smaller: it is filled again.
    if (performance.now() - last > 1000) for (let index = 0; index < window; index++) await send()
  }
  await pause(200)
  await udp[Symbol.asyncDispose]()
  await reading
  return {echoes, sent}
}

function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms))
}

async function within(promise, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** So many at a time until all are done. */
async function many(count, parallel, one) {
  let left = count
  const worker = async () => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({length: parallel}, worker))
}

serveParent({
  async connect(question) {
    ;({proxy, target, datagrams = 'auto'} = question)
    transport = await dial(question.transport, question.http)
  },
  async disconnect() {
    await transport[Symbol.asyncDispose]()
    transport = undefined
  },
  aim(question) {
    ;({proxy, target} = question)
  },
  tunnels: ({count, parallel}) => many(count, parallel, () => tunnel(transport)),
  connections: ({count}) =>
    many(count, 1, async () => {
      const over = await dial()
      await tunnel(over)
      await over[Symbol.asyncDispose]()
    }),
  traffic,
  /** The mistake that must be seen: tunnels nobody closes. */
  hoard: ({count}) => many(count, 10, async () => hoarded.push(await open(transport))),
  /** A tunnel whose target sends without end, and nobody reads what comes. */
  async neglect() {
    const udp = await open(transport)
    await udp.send(Buffer.from('flood'))
    hoarded.push(udp)
  },
  thrownAway: () => hoarded.at(-1).tunnel.drops.received,
  /** A tunnel that was seen to carry. */
  async aside() {
    const udp = await open(transport)
    await echo(udp)
    hoarded.push(udp)
  },
  /** As much as goes out, and more, for a time: what does not go is refused, not kept. */
  async pour({ms}) {
    const udp = hoarded.at(-1)
    const sender = udp.tunnel.batch(Uint8Array.of(0))
    const payload = new Uint8Array(1000)
    const until = performance.now() + ms
    let [sent, dropped] = [0, 0]
    while (performance.now() < until) {
      for (let index = 0; index < 50; index++) sender.add(payload, 0, payload.length)
      const result = sender.flush()
      sent += result.sent
      dropped += result.dropped
      await new Promise(resolve => setImmediate(resolve))
    }
    return {sent, dropped}
  },
  /** As a program that is done with everything but its connections. */
  exit: () => process.exit(),
  sample,
})
