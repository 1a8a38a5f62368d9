/** A policy with some answers changed: what makes a bad proxy of a good one, and nothing else does. */
import type {IpPolicy} from '../spec/ip-policy.js'
import type {Policy} from '../spec/policy.js'
import type {Fault, FaultyPolicy, PolicyChanges} from '../spec/probe.js'

/** What a fault changes, and over which versions of HTTP that shows. */
export function changesOf(fault: Fault, honest: Policy): FaultyPolicy {
  return typeof fault === 'function' ? fault(honest) : fault
}

export function withFault(honest: Policy, fault: Fault): Policy {
  return withChanges(honest, changesOf(fault, honest))
}

export function withChanges(policy: Policy, changes: PolicyChanges): Policy {
  return {
    wire: {...policy.wire, ...changes.wire},
    http: {...policy.http, ...changes.http},
    tunnel: {...policy.tunnel, ...changes.tunnel},
    egress: {...policy.egress, ...changes.egress},
    ip: withIpChanges(policy.ip, changes.ip ?? {}),
  }
}

function withIpChanges(policy: IpPolicy, changes: NonNullable<PolicyChanges['ip']>): IpPolicy {
  return {
    session: {...policy.session, ...changes.session},
    addresses: {...policy.addresses, ...changes.addresses},
    routes: {...policy.routes, ...changes.routes},
    packets: {...policy.packets, ...changes.packets},
    icmp: {...policy.icmp, ...changes.icmp},
  }
}
