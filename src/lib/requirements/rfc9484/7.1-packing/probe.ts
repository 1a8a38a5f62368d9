import {echoIn, echoPacket, type EchoPacket} from '../../../stimuli/echo-packet.js'
import {openRawIpLane} from '../../../stimuli/raw-ip-lane.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen, IpRig, Rig} from '../../../spec/rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {concat, equal} from '../../../wire/bytes.js'
import * as capsule from '../../../wire/capsule.js'
import {writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

interface TrySeen {
  /** An echo that went alone came back. */
  readonly single: boolean
  /** Of three that went together: which came back. */
  readonly together: readonly boolean[]
}

interface Seen {
  readonly before: boolean
  readonly tries: readonly TrySeen[]
  /** An echo in a capsule came back: in one write, and octet by octet. */
  readonly whole: boolean
  readonly split: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
}

/** Somebody to send packets to, and what came of them. */
interface Lane {
  readonly source: string
  readonly destination: string
  send(packets: readonly Uint8Array[]): unknown
  arrived(): readonly Uint8Array[]
}

const TRIES = 5
const TOGETHER = 3
/** Of the tries, so many single echoes have to come back for the others to be missed. */
const ENOUGH = 3

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const inStream = await streamLane(rig, tunnel, signal)
    const lane = rig.http === '3' ? await frameLane(rig, signal) : inStream
    const tries = before && lane ? await triedAll(rig, lane, signal) : []
    const whole = before && inStream !== undefined && (await inCapsule(rig, tunnel, inStream, inOnePiece, signal))
    const split = whole && inStream !== undefined && (await inCapsule(rig, tunnel, inStream, octets, signal))
    const after = await echoes(tunnel, signal)
    return {before, tries, whole, split, after, ending: tunnel.ending()}
  },
  judge({before, tries, whole, split, after, ending}, {http}) {
    if (!before) return inconclusive('no echo crossed the tunnel')
    if (ending?.by === 'peer') return fail('all packets are taken', `the proxy ended the tunnel: ${ending.detail}`)
    const what = http === '3' ? 'DATAGRAM frames in one QUIC packet' : 'capsules in one write'
    const singles = tries.filter(({single}) => single).length
    const firsts = tries.filter(({together: [first]}) => first).length
    const later = tries.filter(({together}) => together.slice(1).some(Boolean)).length
    if (singles >= ENOUGH && firsts >= ENOUGH && later === 0) {
      return fail(
        'all of several packets that come together are taken',
        `of ${TOGETHER} ${what} only the first was answered, in all of ${tries.length} tries`,
      )
    }
    if (whole && !split && after) {
      return fail(
        'a capsule may come in pieces',
        'an echo in a capsule was answered, and none in one that came octet by octet',
      )
    }
    if (later === 0) return inconclusive(`single packets, or the first of several ${what}, were lost too often to tell`)
    // Over HTTP/3 whether capsules are taken at all is another question.
    if (!whole && http !== '3') return inconclusive('no echo in a capsule was answered, whole or in pieces')
    if (!split && whole) return inconclusive('the tunnel fell silent, which loss alone can explain')
    const pieces = whole
      ? '; so was a capsule that came octet by octet'
      : '; packets in capsules are not answered at all'
    return pass(`of several ${what} the later ones were answered as well${pieces}`)
  },
  silence: {before: false, tries: [], whole: false, split: false, after: false, ending: null},
  faults: {
    'takes-the-first-of-those-that-come-together': {ip: {packets: {atOnce: 1}}},
  },
})

const TRIES_OF_CAPSULE = 3

function inOnePiece(bytes: Uint8Array): readonly Uint8Array[] {
  return [bytes]
}

function octets(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, octet => Uint8Array.of(octet))
}

/** @param cut the pieces in which it goes onto the stream */
async function inCapsule(
  rig: Rig,
  tunnel: IpRig,
  ends: Lane,
  cut: (bytes: Uint8Array) => readonly Uint8Array[],
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES_OF_CAPSULE; attempt++) {
    const echo = echoPacket(ends, rig.random)
    for (const piece of cut(inCapsuleOf(echo.packet))) await tunnel.stream(piece)
    if (await rig.until(() => isBack(echo, ends), rig.patienceMs, signal)) return true
  }
  return false
}

async function triedAll(rig: Rig, lane: Lane, signal: AbortSignal): Promise<readonly TrySeen[]> {
  const tries: TrySeen[] = []
  for (let count = 0; count < TRIES; count++) tries.push(await tried(rig, lane, signal))
  return tries
}

async function tried(rig: Rig, lane: Lane, signal: AbortSignal): Promise<TrySeen> {
  const single = echoPacket(lane, rig.random)
  await lane.send([single.packet])
  await rig.until(() => isBack(single, lane), rig.patienceMs / 2, signal)
  const together = Array.from({length: TOGETHER}, () => echoPacket(lane, rig.random))
  await lane.send(together.map(({packet}) => packet))
  await rig.until(() => together.every(one => isBack(one, lane)), rig.patienceMs / 2, signal)
  return {single: isBack(single, lane), together: together.map(one => isBack(one, lane))}
}

function isBack({data}: EchoPacket, lane: Lane): boolean {
  return lane.arrived().some(bytes => {
    const reply = echoIn(bytes, 'echo-reply')
    return reply !== undefined && equal(reply.data, data)
  })
}

async function streamLane(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<Lane | undefined> {
  const [family] = await tunnel.ready(signal)
  const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
  if (source === undefined || destination === undefined) return undefined
  return {
    source,
    destination,
    send: packets => tunnel.stream(concat(...packets.map(inCapsuleOf))),
    arrived: () => tunnel.packets.map(({bytes}) => bytes),
  }
}

async function frameLane(rig: Rig, signal: AbortSignal): Promise<Lane | undefined> {
  const lane = await openRawIpLane(rig, signal)
  return lane && {...lane, send: packets => lane.together(packets)}
}

function inCapsuleOf(packet: Uint8Array): Uint8Array {
  return capsule.write(capsule.DATAGRAM, writeContext(0n, packet))
}
