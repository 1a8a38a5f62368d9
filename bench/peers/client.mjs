// What a client of the engine can be told to do; see native/engine/examples/bench/client.rs for the same in Rust.
import {setTimeout as sleep} from 'node:timers/promises'
import {deaf} from './deaf.mjs'
import {pingPong} from './ping-pong.mjs'

const BATCH = 64
/** For the last datagrams to arrive and to be acknowledged, or found lost. */
const SETTLE_MS = 50
const PATIENCE_MS = 2000

/**
 * Each takes how to connect and its numbers, and answers what to tell.
 * @type {Readonly<Record<string, (connect: () => import('../../dist/lib/quic/connection.js').QuicConnection, ...numbers: number[]) => Promise<object>>>}
 */
export const COMMANDS = {flood, handshakes, echoes}

/** Numbered datagrams as fast as they are taken. */
async function flood(connect, milliseconds, size) {
  const connection = await established(connect())
  let drained
  connection.use({...deaf, onDrain: () => drained?.()})
  const batch = packed(BATCH, size)
  let queued = 0
  const until = performance.now() + milliseconds
  while (performance.now() < until) {
    for (let index = 0; index < BATCH; index++) batch.writeUInt32LE(queued + index, index * (2 + size) + 2)
    const count = connection.sendPacked(batch)
    if (count < 0) throw new Error('the datagrams do not fit the connection')
    queued += count
    if (count < BATCH) await new Promise(resolve => (drained = resolve))
  }
  const waited = performance.now()
  while (connection.stats().datagramsSent < queued && performance.now() - waited < PATIENCE_MS) await sleep(1)
  await sleep(SETTLE_MS)
  const {datagramsSent, lostPackets, congestionEvents} = connection.stats()
  await close(connection)
  return {queued, framesSent: datagramsSent, lostPackets, congestionEvents}
}

/** One after the other. */
async function handshakes(connect, count) {
  const started = performance.now()
  for (let done = 0; done < count; done++) await close(await established(connect()))
  return {perSecond: (count * 1000) / (performance.now() - started)}
}

/** One datagram at a time, there and back. */
async function echoes(connect, count, size) {
  const connection = await established(connect())
  const payload = Buffer.alloc(size)
  const medianUs = await pingPong(count, reply => {
    connection.use({...deaf, onDatagram: reply})
    return () => connection.sendDatagram(payload)
  })
  await close(connection)
  return {medianUs}
}

async function established(connection) {
  await connection.established
  if (connection.end) throw new Error(`the handshake failed: ${connection.end.how} ${connection.end.reason}`)
  return connection
}

async function close(connection) {
  connection.close(0n)
  await connection.ended
}

function packed(count, size) {
  const bytes = Buffer.alloc(count * (2 + size))
  for (let index = 0; index < count; index++) bytes.writeUInt16LE(size, index * (2 + size))
  return bytes
}
