import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {
  judgeTargets,
  LETS_THROUGH,
  NOTHING_TRIED,
  tryTargets,
  type ForbiddenSeen,
} from '../../../stimuli/forbidden-targets.js'
import requirement from './requirement.js'

export default defineProbe<ForbiddenSeen>({
  requirement,
  observe: (rig, signal) => tryTargets(rig, namesOf(rig), signal, [portOf(rig.proxyAddress)]),
  judge: seen => judgeTargets(seen, "the proxy's own addresses"),
  silence: NOTHING_TRIED,
  faults: {
    // Whether a proxy knows itself depends on the host it is on; that it guards a port and not the address does not.
    'guards-one-port-only': {
      ...LETS_THROUGH,
      http: {
        ...LETS_THROUGH.http,
        admit: ({path}) => (path.endsWith('/9/') ? {status: 403, headers: []} : undefined),
      },
    },
  },
})

/** As it is reached, and as it is called. */
function namesOf({proxyAddress, place}: Rig): readonly string[] {
  return [...new Set([hostOf(proxyAddress), hostOf(place.authority)])]
}

function hostOf(address: string): string {
  return (/^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/:\d+$/, '')).toLowerCase()
}

function portOf(address: string): number {
  return Number(/:(\d+)$/.exec(address)?.[1] ?? 443)
}
