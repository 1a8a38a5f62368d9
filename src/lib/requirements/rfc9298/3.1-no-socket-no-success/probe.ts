import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

/** Documentation addresses (RFC 5737, RFC 3849), and a link without saying which: nobody can send there. */
const ADDRESSES = {ipv4: '192.0.2.77', ipv6: '2001:db8:ffff::77', 'no link': 'fe80::77'} as const
const PORT = '9'
const TRIES = 3

interface Asked {
  readonly kind: Answer['kind']
  readonly status: number | null
  readonly proxyStatus: string
}

interface Seen {
  readonly ipv4: Asked
  readonly ipv6: Asked
  readonly noLink: Asked
}

const SILENCE: Asked = {kind: 'silence', status: null, proxyStatus: ''}

/**
 * That a family has no egress can only be told from what the proxy says of it. But no host can have a socket to a
 * link-local address without a link, so a success for that is one without a socket.
 */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const ask = async (host: string): Promise<Asked> => {
      const path = rig.place.udp.expand({target_host: host, target_port: PORT})
      let answer = await rig.ask({path}, signal)
      // A reset of TCP that comes right behind an answer takes it along, unless we were quick to read it.
      for (let again = 1; again < TRIES && answer.kind === 'ended'; again++) answer = await rig.ask({path}, signal)
      return described(answer)
    }
    return {ipv4: await ask(ADDRESSES.ipv4), ipv6: await ask(ADDRESSES.ipv6), noLink: await ask(ADDRESSES['no link'])}
  },
  judge({ipv4, ipv6, noLink}) {
    if (noLink.kind === 'success') {
      return observed(
        `a tunnel to ${ADDRESSES['no link']}, to which no socket can lead without a link, was accepted (${noLink.status})`,
      )
    }
    const honest = [ipv4, ipv6].find(({kind, proxyStatus}) => kind === 'refused' && proxyStatus.includes('unroutable'))
    if (honest) {
      const family = honest === ipv4 ? 'IPv4' : 'IPv6'
      return pass(
        `there is no way out over ${family}, and the proxy says so: ${honest.status} with ${JSON.stringify(honest.proxyStatus)}`,
      )
    }
    if (noLink.kind === 'refused') return pass(`a tunnel to ${ADDRESSES['no link']} was refused with ${noLink.status}`)
    return inconclusive('no request to an address without a way out was answered')
  },
  silence: {ipv4: SILENCE, ipv6: SILENCE, noLink: SILENCE},
  faults: {
    'promises-a-socket-that-cannot-be': {http: {onNoSocket: () => 'accept'}, egress: {mayReach: () => true}},
    'promises-first-and-looks-afterwards': {http: {resolveFirst: false}},
  },
})

function described(answer: Answer): Asked {
  if (answer.kind !== 'success' && answer.kind !== 'refused') return {...SILENCE, kind: answer.kind}
  const lines = answer.headers.filter(([name]) => name.toLowerCase() === 'proxy-status').map(([, value]) => value)
  return {kind: answer.kind, status: answer.status, proxyStatus: lines.join(', ').slice(0, 300)}
}
