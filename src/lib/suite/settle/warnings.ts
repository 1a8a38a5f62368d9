/** What whoever reads the result has to know beside it, in words: each with what to do. */
import type {Settled} from './settle.js'

export function settleWarnings(
  {baseline, waivers, requirementSet}: Settled['facts'],
  isTested: boolean,
  unreached: number,
): readonly string[] {
  return [
    ...(unreached > 0 ? [`${unreached} observations were not made: --resume FILE goes on with what --save wrote`] : []),
    ...(isTested ? [] : [nothing(requirementSet)]),
    ...of(waivers?.expired, waivers?.file, 'waivers that are over: mend the proxy, or agree on a new day'),
    ...of(waivers?.stale, waivers?.file, 'waivers that nothing needs any more: take them out, or name the version'),
    ...of(baseline?.stale, baseline?.file, 'listed, and good now: take the lines out, or use --update-baseline'),
    ...of(baseline?.unseen, baseline?.file, 'listed, and this run does not say whether they still hold'),
  ]
}

function nothing(set: string | null): string {
  const why = set === null ? 'nothing that was selected applies to this proxy' : `nothing of set ${set} was looked at`
  return `nothing was tested: ${why}; --list shows what would be`
}

function of(names: readonly string[] | undefined, file = '', what: string): readonly string[] {
  return names === undefined || names.length === 0 ? [] : [`${file}: ${what}: ${names.join(', ')}`]
}
