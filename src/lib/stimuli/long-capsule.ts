/**
 * A capsule longer than the window of its stream, sent as the window lets it: who collects it before he looks at it never
 * opens the window, and both ends wait for ever. That is told from a dead connection by another request on it.
 */
import type {Rig, RigConnection} from '../spec/rig.js'
import type {EndingSeen, UdpRig} from '../spec/tunnel-rig.js'
import {capsuleHeader} from './data-stream.js'

export interface LongTrial {
  /** An echo in a capsule came back before. */
  readonly before: boolean
  /** Octets of the value that left, and how many were to. */
  readonly left: number
  readonly wanted: number
  /** How long nothing more left; null: all of it did, or the tunnel ended. */
  readonly stalledMs: number | null
  readonly ending: EndingSeen | null
  /** Afterwards a tunnel was opened on the same connection. */
  readonly alive: boolean
}

export interface LongCapsule {
  readonly type: bigint
  /** undefined: just what is sent. */
  readonly length?: bigint
  /** How the value begins. */
  readonly begins: Uint8Array
}

const PIECE_BYTES = 16 * 1024
/** What is written and not taken, below HTTP/1.1, is the system's to say: some megabytes. */
const TCP_BYTES = 16 << 20
const DEFAULT_WINDOW = {'3': 1 << 20, '2': 65_535}
const MAX_WINDOW = 16 << 20
const STALL_MS = 10_000
export const TRIES = 3
/** For `waitsMs`. */
export const LONG_MS = TRIES * STALL_MS + 20_000

/** Until one goes well. */
export async function tryLongCapsule(rig: Rig, which: LongCapsule, signal: AbortSignal): Promise<readonly LongTrial[]> {
  const trials: LongTrial[] = []
  for (let count = 0; count < TRIES; count++) {
    await using connection = await rig.connect(signal)
    const trial = await tryOnce(rig, connection, which, signal)
    trials.push(trial)
    if (trial.stalledMs === null) break
  }
  return trials
}

async function tryOnce(
  rig: Rig,
  connection: RigConnection,
  which: LongCapsule,
  signal: AbortSignal,
): Promise<LongTrial> {
  const tunnel = await connection.openUdp(signal)
  const wanted = wantedOf(connection)
  const before = await tunnel.echo(signal, {carrier: 'capsule'})
  if (!before) return {before, left: 0, wanted, stalledMs: null, ending: tunnel.ending(), alive: false}
  const {left, stalledMs} = await push(rig, tunnel, which, wanted, signal)
  // The end may be on its way behind what was taken.
  const ending = left === wanted ? await tunnel.ended(signal) : tunnel.ending()
  const alive = (await connection.ask({}, signal)).kind === 'success'
  return {before, left, wanted, stalledMs, ending, alive}
}

async function push(
  rig: Rig,
  tunnel: UdpRig,
  {type, length, begins}: LongCapsule,
  wanted: number,
  signal: AbortSignal,
): Promise<{readonly left: number; readonly stalledMs: number | null}> {
  const piece = new Uint8Array(PIECE_BYTES)
  await tunnel.data(capsuleHeader(type, length ?? BigInt(begins.length + wanted)), begins)
  for (let left = 0; left < wanted;) {
    const size = Math.min(PIECE_BYTES, wanted - left)
    const sent = {is: false}
    void tunnel.data(piece.subarray(0, size)).then(taken => (sent.is = taken))
    const isOver = (): boolean => sent.is || tunnel.ending() !== null
    if (!(await rig.until(isOver, STALL_MS, signal))) return {left, stalledMs: STALL_MS}
    if (!sent.is) return {left, stalledMs: null}
    left += size
  }
  return {left: wanted, stalledMs: null}
}

/** Twice what the peer grants at first. */
function wantedOf({http, seen}: RigConnection): number {
  switch (http) {
    case '1.1':
      return TCP_BYTES
    case '2':
      return 2 * windowOf(seen.settings, 0x4n, DEFAULT_WINDOW['2'])
    case '3':
      // initial_max_stream_data_bidi_remote: streams that are ours are remote to the peer.
      return 2 * windowOf(seen.transportParameters, 0x6n, DEFAULT_WINDOW['3'])
  }
}

function windowOf(
  list: readonly {readonly id: string; readonly value: string | true}[] | undefined,
  wanted: bigint,
  otherwise: number,
): number {
  const value = list?.find(({id}) => /^(0x[0-9a-f]+|[0-9]+)$/i.test(id) && BigInt(id) === wanted)?.value
  const window = typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : otherwise
  return Math.min(window, MAX_WINDOW)
}
