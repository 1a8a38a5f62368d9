/** What malformed requests can come to, for tests of the judges that look at them. */
import type {Trials, UdpTrial} from '../../../src/lib/stimuli/malformed-trials.js'
import type {Heard} from '../../../src/lib/stimuli/raw-asking.js'
import {ACCEPTED, heard, over, reset, response, UNHEARD} from './answers.js'

export const WITHOUT_PATH = 'to a request without :path the proxy'

export function trial(seen: Heard, rest: Partial<UdpTrial> = {}): UdpTrial {
  return {name: 'no-path', ...seen, behind: null, echoed: null, ...rest}
}

export const RESET = trial(over(reset(0x10en, 'H3_MESSAGE_ERROR')))
export const REFUSED = trial(heard(response(400)))
export const MENDED_BY_ANOTHER = trial(heard(response(200, [['via', '2 front']])))
export const IGNORED = trial(UNHEARD, {behind: ACCEPTED})
export const ALL_SILENT = trial(UNHEARD, {behind: UNHEARD})

export function trials(...list: readonly UdpTrial[]): Trials {
  return {control: ACCEPTED, after: ACCEPTED, trials: list}
}
