/** What `shell` and `replay` are told, once flags and files are read. */
import type {DatagramMode, HeaderList} from '../../http/transport.js'
import type {ViaWish} from '../../probe/options.js'
import type {Platform, ReachOptions} from '../../reach/options.js'
import type {FormatName} from '../../report/format-names.js'
import type {ResultDocument} from '../../report/document.js'
import type {HttpChoice} from '../../shell/outer/outer.js'
import type {FailOn} from '../../spec/verdict.js'
import type {Target} from '../../tunnel/target.js'
import type {EvidenceFlagValues} from '../evidence-flags.js'
import type {ShellProxy} from './proxy.js'

export interface ShellOptions {
  readonly command: 'shell' | 'replay'
  readonly proxy: ShellProxy | undefined
  readonly reach: ReachOptions
  /** Proxies to go through. */
  readonly via: ViaWish | undefined
  readonly headers: HeaderList
  readonly platform: Platform
  readonly tool: ResultDocument['tool']
  readonly seed: number
  readonly signal: AbortSignal
  /** Undefined: not said. */
  readonly http: HttpChoice | undefined
  readonly datagrams: DatagramMode | undefined
  readonly timeoutMs: number | undefined
  /** `@target` */
  readonly target: Target | undefined
  readonly evidence: EvidenceFlagValues
  /** The script of what was typed. */
  readonly record: string | undefined
  /** In the state directory. */
  readonly isRecorded: boolean
  readonly keepGoing: boolean
  readonly lingerMs: number
  readonly failOn: FailOn
  readonly format: FormatName
  readonly noColor: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  /** Files of data are relative to it. */
  readonly directory: string
}
