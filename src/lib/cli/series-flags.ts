/** What probes of tunnels have in common: how datagrams travel, how many of them, how fast, and for how long. */
import {Flags, type Interfaces} from '@oclif/core'
import type {UdpProbeOptions} from '../probe/options.js'
import {count, seconds} from './parsers.js'
import type {ProbeRun} from './probe-run.js'

const DATAGRAMS = 'How datagrams travel: QUIC DATAGRAM frames, DATAGRAM capsules, or as negotiated.'

interface SeriesWords {
  /** Seconds. */
  readonly interval: number
  /** Of which things there are so many. */
  readonly things?: string
  readonly datagrams?: string
}

/** `Values` are what the flags give, as oclif types them. */
type FlagsOf<Values> = {readonly [Name in keyof Values]-?: Interfaces.OptionFlag<Values[Name]>}

export function seriesFlags({
  interval,
  things = 'datagrams',
  datagrams = DATAGRAMS,
}: SeriesWords): FlagsOf<SeriesFlagValues> {
  return {
    datagrams: Flags.option({
      options: ['auto', 'frames', 'capsules'] as const,
      description: datagrams,
      env: 'MASQUE_DATAGRAMS',
    })({default: 'auto'}),
    count: count(
      'count',
      1,
      100_000,
    )({char: 'c', default: 10, description: `How many ${things}.`, env: 'MASQUE_COUNT'}),
    interval: seconds(
      'interval',
      0,
      3600,
    )({char: 'i', default: interval, description: 'Between two of them.', env: 'MASQUE_INTERVAL'}),
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({char: 'w', default: 5, description: 'For each phase.', env: 'MASQUE_TIMEOUT'}),
    deadline: seconds('deadline', 0.1, 86_400)({description: 'For the whole run.', env: 'MASQUE_DEADLINE'}),
  }
}

export interface SeriesFlagValues {
  readonly datagrams: 'auto' | 'frames' | 'capsules'
  readonly count: number
  readonly interval: number
  readonly timeout: number
  readonly deadline: number | undefined
}

type Series = Pick<UdpProbeOptions & ProbeRun, 'datagrams' | 'count' | 'intervalMs' | 'timeoutMs' | 'deadlineMs'>

export function readSeries({datagrams, count: many, interval, timeout, deadline}: SeriesFlagValues): Series {
  return {
    datagrams,
    count: many,
    intervalMs: interval * 1000,
    timeoutMs: timeout * 1000,
    ...(deadline !== undefined && {deadlineMs: deadline * 1000}),
  }
}
