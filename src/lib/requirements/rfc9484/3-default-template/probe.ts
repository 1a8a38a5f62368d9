import {defineProbe} from '../../../spec/probe.js'
import {concern, inconclusive, pass} from '../../../spec/verdict.js'
import {askIp, fateOf, isAccepted, NOT_ASKED, templateOf, type Asked} from '../../../stimuli/ask-ip.js'
import requirement from './requirement.js'

/** With the wildcard for both variables: as the examples of RFC 9484 write it, and as RFC 6570 expands it. */
const LITERAL = '/.well-known/masque/ip/*/*/'
const ENCODED = '/.well-known/masque/ip/%2A/%2A/'

interface Seen {
  /** By the template that was given, which may be the same. */
  readonly control: Asked
  readonly literal: Asked
  readonly encoded: Asked
}

/** It is there, or would be for somebody else. */
function isServed({kind, status}: Asked): boolean {
  return kind === 'success' || (kind === 'refused' && (status === 401 || status === 403 || status === 407))
}

function isMissing({kind, status}: Asked): boolean {
  return kind === 'refused' && (status === 404 || status === 405)
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const control = await askIp(rig, templateOf(rig).expand({}), signal)
    return {control, literal: await askIp(rig, LITERAL, signal), encoded: await askIp(rig, ENCODED, signal)}
  },
  judge({control, literal, encoded}) {
    if (!isAccepted(control))
      return inconclusive(`a tunnel to everywhere by the template that is known was ${fateOf(control)}`)
    if (isServed(literal) && isServed(encoded)) return pass("the default path is served, with '*' and with '%2A'")
    if (isMissing(literal) && isMissing(encoded)) {
      return concern(`the default path was ${fateOf(encoded)}, though the template that is known works`)
    }
    const [served, other] = isServed(literal) ? [`'*'`, encoded] : [`'%2A'`, literal]
    if (isMissing(other) && (isServed(literal) || isServed(encoded))) {
      return concern(
        `the default path is served with ${served} for the wildcard only: the other way to write it was ${fateOf(other)}`,
      )
    }
    return inconclusive(`the default path was ${fateOf(literal)} with '*', and ${fateOf(encoded)} with '%2A'`)
  },
  silence: {control: NOT_ASKED, literal: NOT_ASKED, encoded: NOT_ASKED},
  faults: {
    'compares-the-segment-before-it-is-decoded': {
      http: {admit: ({path}) => (path === LITERAL ? {status: 404, headers: []} : undefined)},
    },
  },
})
