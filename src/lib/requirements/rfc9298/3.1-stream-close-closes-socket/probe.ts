import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const TUNNELS = 20

interface Seen {
  /** Tunnels that were opened, and closed before the next. */
  readonly opened: number
  /** Why the next was not; null: all were. */
  readonly obstacle: string | null
  /** Ports the target saw them come from. */
  readonly ports: number
  /** An echo came back through one more. */
  readonly works: boolean
}

/** Whether a closed port still takes packets only its own host can tell; that they run out anybody can. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const sources = new Set<string>()
    let opened = 0
    let obstacle: string | null = null
    for (; opened < TUNNELS; opened++) {
      const source = await oneTunnel(rig, signal)
      if (typeof source === 'object') {
        obstacle = source.obstacle
        break
      }
      sources.add(source)
    }
    sources.delete('')
    const works = obstacle === null && (await worksStill(rig, signal))
    return {opened, obstacle, ports: sources.size, works}
  },
  judge({opened, obstacle, ports, works}) {
    if (opened === 0) return inconclusive(`no tunnel was opened at all: ${obstacle ?? 'no answer'}`)
    if (obstacle !== null) {
      return observed(
        `after ${opened} tunnels, each closed before the next, there was no other (${obstacle}): sockets outlive their streams, or a limit on requests`,
      )
    }
    if (!works)
      return inconclusive(
        `${opened} tunnels were opened and closed, and the next carried nothing, which loss alone can explain`,
      )
    return pass(
      `${opened} tunnels were opened and closed (from ${ports} ports as the target saw them), and the next worked`,
    )
  },
  silence: {opened: 0, obstacle: null, ports: 0, works: false},
  faults: {
    'keeps-every-socket': {egress: {closesWithTunnel: false, maxSockets: 16}},
  },
})

/** Where it came from; empty: not known. */
async function oneTunnel(rig: Rig, signal: AbortSignal): Promise<string | {readonly obstacle: string}> {
  try {
    const connection = await rig.connection(signal)
    await using tunnel = await connection.openUdp(signal)
    const question = tunnel.talk.question()
    if (question) await tunnel.send(question)
    await rig.until(() => tunnel.talk.answers > 0, rig.patienceMs / 2, signal)
    return tunnel.talk.answers > 0 ? ((await tunnel.egress(signal)) ?? '') : ''
  } catch (error) {
    if (error instanceof Obstacle) return {obstacle: error.message}
    throw error
  }
}

async function worksStill(rig: Rig, signal: AbortSignal): Promise<boolean> {
  try {
    return await (await rig.openUdp(signal)).echo(signal)
  } catch (error) {
    if (error instanceof Obstacle) return false
    throw error
  }
}
