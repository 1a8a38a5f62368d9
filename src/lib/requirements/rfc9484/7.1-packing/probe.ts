import {echoIn, echoPacket, type EchoPacket} from '../../../stimuli/echo-packet.js'
import {openRawIpLane} from '../../../stimuli/raw-ip-lane.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
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
  /** And once more in one write: then all before it was read. */
  readonly after: boolean
  /** How the tunnel of the capsules had ended by then, if it had. */
  readonly endings: {
    readonly before: EndingSeen | null
    readonly whole: EndingSeen | null
    readonly split: EndingSeen | null
  }
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
    const endings = {before: tunnel.ending()}
    const whole = before && inStream !== undefined && (await inCapsule(rig, tunnel, inStream, inOnePiece, signal))
    const withWhole = {...endings, whole: tunnel.ending()}
    const split = whole && (await inCapsule(rig, tunnel, inStream, octets, signal))
    const after = split || (whole && (await inCapsule(rig, tunnel, inStream, inOnePiece, signal)))
    return {before, tries, whole, split, after, endings: {...withWhole, split: tunnel.ending()}}
  },
  judge({before, tries, whole, split, after, endings}, {http}) {
    if (!before) return inconclusive('no echo crossed the tunnel')
    const what = http === '3' ? 'DATAGRAM frames in one QUIC packet' : 'capsules in one write'
    if (endings.before?.by === 'peer') {
      return fail('all packets are taken', `the proxy ended the tunnel over ${what}: ${endings.before.detail}`)
    }
    const singles = tries.filter(({single}) => single).length
    const firsts = tries.filter(({together: [first]}) => first).length
    const later = tries.filter(({together}) => together.slice(1).some(Boolean)).length
    if (singles >= ENOUGH && firsts >= ENOUGH && later === 0) {
      return fail(
        'all of several packets that come together are taken',
        `of ${TOGETHER} ${what} only the first was answered, in all of ${tries.length} tries`,
      )
    }
    if (whole && !split) {
      const pieces = 'after an echo in a capsule was answered, one came octet by octet, and'
      if (endings.split?.by === 'peer') {
        return fail('a capsule may come in pieces', `${pieces} the proxy ended the tunnel: ${endings.split.detail}`)
      }
      if (after) return fail('a capsule may come in pieces', `${pieces} it was not answered`)
      return inconclusive('the tunnel fell silent, which loss alone can explain')
    }
    if (later === 0) return inconclusive(`single packets, or the first of several ${what}, were lost too often to tell`)
    const taken = `of several ${what} the later ones were answered as well`
    if (whole) return pass(`${taken}; so was a capsule that came octet by octet`)
    if (http !== '3') return inconclusive('no echo in a capsule was answered, whole or in pieces')
    // Whether capsules carry packets there at all is another question.
    const end = endings.whole?.by === 'peer' ? 'end the tunnel here' : 'are not answered here'
    return pass(`${taken}; packets in capsules ${end}, in one piece or several`)
  },
  silence: {
    before: false,
    tries: [],
    whole: false,
    split: false,
    after: false,
    endings: {before: null, whole: null, split: null},
  },
  faults: {
    'takes-the-first-of-those-that-come-together': {ip: {packets: {atOnce: 1}}},
  },
})

/** Of a lossy path answers may be lost; so many are not. */
const TRIES_OF_CAPSULE = 12

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
  const asked: EchoPacket[] = []
  const isOver = (): boolean => tunnel.ending() !== null || asked.some(echo => isBack(echo, ends))
  for (let attempt = 1; attempt <= TRIES_OF_CAPSULE && !isOver(); attempt++) {
    const echo = echoPacket(ends, rig.random)
    asked.push(echo)
    for (const piece of cut(inCapsuleOf(echo.packet))) await tunnel.data(piece)
    await rig.until(isOver, attempt === TRIES_OF_CAPSULE ? rig.patienceMs : rig.patienceMs / 4, signal)
  }
  return asked.some(echo => isBack(echo, ends))
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
    send: packets => tunnel.data(concat(...packets.map(inCapsuleOf))),
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
