/** What `check` was asked for: flags become the proxy, its targets, the requirements that were chosen, and what decides. */
import {familyOf, isIp} from '../net/address.js'
import {allRequirements, type Catalogued} from '../spec/registry.js'
import {select, type Selected} from '../suite/select.js'
import type {Stage, SuiteAim} from '../suite/surroundings.js'
import type {Looked} from '../suite/version-run.js'
import {defaultIpTemplate, parseIpTemplate, type IpTemplate} from '../tunnel/ip-template.js'
import {defaultTemplate, parseTemplate, type UdpTemplate} from '../tunnel/template.js'
import {readKey, readTarget, type AimFlagValues} from './aim-flags.js'
import {readDecision, readSelection, type DecisionFlagValues, type SelectionFlagValues} from './check-flags.js'
import {openDecision, type OpenDecision} from './decision/open-decision.js'
import {CliError} from './errors.js'
import {readProxy} from './proxy-argument.js'
import {readLooked} from './resume.js'

export interface CheckFlagValues
  extends Pick<AimFlagValues, 'target' | 'responder' | 'responder-key'>, SelectionFlagValues, DecisionFlagValues {
  readonly 'ip-target'?: readonly string[] | undefined
  readonly 'ip-responder'?: readonly string[] | undefined
  readonly 'ip-template'?: string | undefined
}

export interface CheckWish {
  readonly proxy: Stage['proxy']
  readonly aim: SuiteAim
  readonly selected: Selected<Catalogued>
  readonly confirm: number
  readonly decision: OpenDecision
  readonly known: ReadonlyMap<string, Looked>
}

/** @throws CliError */
export async function readCheck(proxy: string, flags: CheckFlagValues, mayBeClear: boolean): Promise<CheckWish> {
  const all = await allRequirements()
  const selection = readSelection(flags, all)
  const decision = readDecision(flags)
  const probed = all.filter(({probe}) => probe !== undefined)
  const at = readProxies(proxy, flags['ip-template'], mayBeClear)
  const template = at === 'self' ? undefined : at.udp.text
  return {
    proxy: at,
    aim: await readSuiteAim(flags),
    selected: chosen(probed, select(probed, selection)),
    confirm: decision.confirm,
    decision: await openDecision(decision, all),
    known: selection.resume === undefined ? new Map() : await readLooked(selection.resume, template),
  }
}

/** Nothing to look at is no answer that anybody asked for. */
function chosen(probed: readonly Catalogued[], selected: Selected<Catalogued>): Selected<Catalogued> {
  if (selected.requirements.length > 0) return selected
  const [most] = selected.leftOut.toSorted((left, right) => right.requirements - left.requirements)
  const why = most ? `: ${most.why} leaves out ${most.requirements} of ${probed.length}` : ''
  throw new CliError(`no requirement is left to look at${why}`, {
    code: 'nothing-selected',
    next: 'masque requirements --state probed lists those that can be looked at; --class adds more than the safe ones',
  })
}

function readProxies(text: string, ipTemplate: string | undefined, mayBeClear: boolean): Stage['proxy'] {
  if (isForIp(text)) {
    const proxy = readProxy(text, 'ip', mayBeClear)
    if (proxy.kind === 'self') return 'self'
    const {authority, scheme} = proxy.template
    return {udp: parseTemplate(withScheme(defaultTemplate(authority), scheme)), ip: proxy.template}
  }
  const proxy = readProxy(text, 'udp', mayBeClear)
  if (proxy.kind === 'self') return 'self'
  return {udp: proxy.template, ip: ipTemplateOf(proxy.template, ipTemplate, mayBeClear)}
}

function withScheme(template: string, scheme: string): string {
  return template.replace(/^https/, scheme)
}

/** A template that has the variables of RFC 9484 and none of RFC 9298. */
function isForIp(text: string): boolean {
  return /\{[?&]?[^}]*\b(target|ipproto)\b/.test(text) && !text.includes('target_host')
}

function ipTemplateOf(udp: UdpTemplate, text: string | undefined, mayBeClear: boolean): IpTemplate {
  if (text === undefined) {
    return parseIpTemplate(withScheme(defaultIpTemplate(udp.authority), udp.scheme))
  }
  const proxy = readProxy(text, 'ip', mayBeClear)
  if (proxy.kind === 'template') return proxy.template
  throw new CliError('--ip-template self: PROXY says that', {code: 'bad-flag', next: 'masque check self'})
}

async function readSuiteAim(flags: CheckFlagValues): Promise<SuiteAim> {
  const {responder, target} = flags
  const ip = byFamily('ip-target', flags['ip-target'])
  const ipResponder = byFamily('ip-responder', flags['ip-responder'])
  const common = {...(ip && {ip}), ...(ipResponder && {ipResponder})}
  if (responder !== undefined) {
    const at = readTarget('responder', responder)
    const where = target === undefined ? at : readTarget('target', target)
    return {...common, responder: {at, target: where, key: await readKey(flags)}}
  }
  return {...common, ...(target !== undefined && {echo: readTarget('target', target)})}
}

/** undefined: none was given. */
function byFamily(flag: string, addresses: readonly string[] = []): SuiteAim['ip'] {
  if (addresses.length === 0) return undefined
  return Object.fromEntries(addresses.map(address => [familyOf(checkedIp(flag, address)), address]))
}

function checkedIp(flag: string, text: string): string {
  if (isIp(text)) return text
  throw new CliError(`--${flag} ${text}: that is no IP address`, {
    code: 'bad-target',
    next: 'an address; inside an IP tunnel names are resolved on this side',
  })
}
