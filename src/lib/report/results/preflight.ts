/** What a version of HTTP was found to offer before any requirement was looked at, in words. */
import type {Preflight} from '../check-facts.js'

const STATES: Readonly<Record<Preflight['state'], string>> = {
  offered: 'offered',
  'not-offered': 'not offered',
  'not-authorised': 'not authorised',
  unreachable: 'not reachable',
}

const TUNNELS: Readonly<Record<Preflight['udp'], string>> = {
  carries: 'carries',
  accepted: 'accepted, not shown to carry',
  refused: 'refused',
  unknown: 'not known',
}

export function preflightWords({state, udp, ip, detail}: Preflight): string {
  const tunnels = state === 'offered' ? [`UDP: ${TUNNELS[udp]}`, `IP: ${TUNNELS[ip]}`] : []
  // A detail that is about one of them says more than its state.
  const untold = tunnels.filter(words => !detail.includes(`${words.slice(0, words.indexOf(':'))}: `))
  return [STATES[state], ...untold, ...(detail === '' ? [] : [detail])].join('; ')
}
