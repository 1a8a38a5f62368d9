import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import {askIp, fateOf, isAccepted, NOT_ASKED, pathWith, templateOf, type Asked} from '../../../stimuli/ask-ip.js'
import {refusalWith, withStatus} from '../../../stimuli/faulty-response.js'
import requirement from './requirement.js'

/** No packet is sent through any of these tunnels. */
const OTHERS = [
  {name: 'the loopback address', target: '127.0.0.1'},
  {name: 'a private network', target: '10.0.0.0%2F8'},
] as const

interface Seen {
  readonly hasTarget: boolean
  /** A tunnel to where we may go for all we know. */
  readonly own: Asked
  readonly others: readonly {readonly name: string; readonly asked: Asked}[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const template = templateOf(rig)
    const hasTarget = template.variables.includes('target')
    if (!hasTarget) return {hasTarget, own: NOT_ASKED, others: []}
    const ask = (target: string): Promise<Asked> => askIp(rig, pathWith(template, {target, ipproto: '%2A'}), signal)
    const {4: four, 6: six} = rig.place.ipTarget
    const own = await ask(encodeURIComponent(four ?? six ?? '*'))
    const others = await Promise.all(OTHERS.map(async ({name, target}) => ({name, asked: await ask(target)})))
    return {hasTarget, own, others}
  },
  judge({hasTarget, own, others}) {
    if (!hasTarget) return notApplicable('the template has no {target}, so that no scope can be asked for')
    if (!isAccepted(own)) return inconclusive(`a tunnel to where the user may go was ${fateOf(own)} as well`)
    const words = others.map(({name, asked}) => `one to ${name} was ${fateOf(asked)}${said(asked)}`)
    return observed(`a tunnel to the target was ${fateOf(own)}; ${words.join('; ')}`)
  },
  silence: {hasTarget: true, own: NOT_ASKED, others: []},
  faults: {
    'refuses-as-if-nothing-were-there': refusalWith(withStatus(404)),
  },
})

function said({proxyStatus}: Asked): string {
  return proxyStatus === null ? '' : ` (Proxy-Status ${JSON.stringify(proxyStatus)})`
}
