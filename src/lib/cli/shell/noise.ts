/** What a session hides unless it is watched, told on its way to the evidence: phases, outer datagrams, QUIC frames. */
import type {Evidence, EvidenceKind, EvidencePlace, EvidenceWhat} from '../../evidence/event.js'
import type {PhaseResult} from '../../report/document.js'
import type {Noise} from '../../shell/session/event.js'
import {WireError} from '../../wire/error.js'
import * as quicFrames from '../../wire/quic/frames.js'

const KINDS: Readonly<Partial<Record<EvidenceKind, Noise>>> = {outer: 'outer', frames: 'frames'}

export class NoiseTap implements Evidence {
  watched: ReadonlySet<Noise> = new Set()

  constructor(
    private readonly inner: Evidence,
    private readonly show: (noise: Noise, text: string) => void,
  ) {}

  wants(kind: EvidenceKind): boolean {
    const noise = KINDS[kind]
    // Outer datagrams can be watched at any time; frames in clear cost too much for nobody.
    return this.inner.wants(kind) || noise === 'outer' || (noise !== undefined && this.watched.has(noise))
  }

  record(atNs: bigint, what: EvidenceWhat): number {
    if (what.kind === 'outer' && this.watched.has('outer')) {
      this.show('outer', `${what.direction} ${what.bytes.length} octets, TOS ${what.tos}`)
    } else if (what.kind === 'frames' && this.watched.has('frames')) {
      this.show('frames', `${what.direction} ${what.level} packet ${what.packetNumber}: ${framesIn(what.frames)}`)
    }
    return this.inner.record(atNs, what)
  }

  placeOf(event: number): EvidencePlace | undefined {
    return this.inner.placeOf(event)
  }

  phase({phase, outcome, durationMs, detail}: PhaseResult): void {
    if (this.watched.has('phases')) this.show('phases', `${phase} ${outcome} in ${durationMs}ms: ${detail}`)
  }
}

function framesIn(payload: Uint8Array): string {
  const names: string[] = []
  try {
    for (const {kind} of quicFrames.read(payload)) names.push(kind.toUpperCase())
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    names.push('and something that cannot be read')
  }
  return names.join(' ')
}
