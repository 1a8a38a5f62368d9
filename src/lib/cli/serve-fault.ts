/** `--fault ID#NAME`: what the reference proxy does wrong, by the names that `masque explain ID` tells. */
import {closest} from 'fastest-levenshtein'
import {withFault} from '../proxy/faulty-policy.js'
import type {Policy} from '../spec/policy.js'
import {allRequirements, loadProbe} from '../spec/registry.js'
import {CliError} from './errors.js'

/** One after the other, each on what the others left. @throws CliError for what is no fault */
export async function withFaults(honest: Policy, names: readonly string[]): Promise<Policy> {
  let policy = honest
  for (const name of names) policy = withFault(policy, await faultOf(name))
  return policy
}

async function faultOf(text: string): ReturnType<typeof faultIn> {
  const [id = '', name = ''] = text.split('#')
  const all = await allRequirements()
  const one = all.find(each => each.id === id)
  if (!one?.probe)
    throw unknown(text, one ? 'it has no probe yet' : 'there is no such requirement', all.flatMap(namesOf))
  if (!one.probe.faults.includes(name)) throw unknown(text, 'it has no such fault', namesOf(one))
  return faultIn(id, name)
}

async function faultIn(id: string, name: string): Promise<Parameters<typeof withFault>[1]> {
  const fault = (await loadProbe({id})).faults[name]
  if (!fault) throw new RangeError(`${id}#${name} is in the index, and not in the probe`)
  return fault
}

function namesOf({id, probe}: Awaited<ReturnType<typeof allRequirements>>[number]): readonly string[] {
  return (probe?.faults ?? []).map(name => `${id}#${name}`)
}

function unknown(text: string, why: string, known: readonly string[]): CliError {
  return new CliError(`--fault ${text}: ${why}`, {
    code: 'no-such-fault',
    next: known.length === 0 ? 'masque explain ID names those there are' : `did you mean ${closest(text, [...known])}?`,
  })
}
