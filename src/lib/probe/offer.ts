/** Whether a version of HTTP offers tunnels at all. A `no` needs positive evidence; what was silent may be there. */
import type {Diagnosis, Road} from '../report/document.js'

/** Nobody listens, or whoever does says that it speaks something else. */
const NOT_OFFERED: ReadonlySet<string> = new Set([
  'port-unreachable',
  'tcp-refused',
  'no-h3',
  'no-h2',
  'no-http11',
  'no-extended-connect',
  'draft-settings',
  'http11-required',
  'no-upgrade',
  'status-404',
  'status-405',
  'status-426',
  'status-501',
  'status-505',
])

export function offerOf(viability: Road['viability'], diagnosis: Diagnosis | undefined): Road['offered'] {
  if (diagnosis && NOT_OFFERED.has(diagnosis.code)) return 'no'
  switch (viability) {
    case 'accepted':
    case 'carries-up':
    case 'carries-down':
    case 'carries-both-ways':
      return 'yes'
    case 'refused':
    case 'unreachable':
    case 'unknown':
      return 'unknown'
  }
}
