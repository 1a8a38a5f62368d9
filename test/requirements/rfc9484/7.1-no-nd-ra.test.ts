import probe from '../../../src/lib/requirements/rfc9484/7.1-no-nd-ra/probe.js'
import {judges} from '../support/judging.js'

const good = {hasIpv6: true, before: true, after: true, messages: []}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no IPv6'],
  ['no IPv6', {...good, hasIpv6: false}, 'inconclusive', 'no IPv6'],
  ['none', good, 'pass', 'none of these'],
  [
    'an advertisement',
    {...good, messages: ['MLDv2 report', 'router advertisement', 'router advertisement', 'redirect']},
    'fail',
    'there came: router advertisement, redirect',
  ],
  ...['MLD report', 'MLD done', 'MLDv2 report', 'router solicitation'].map(
    name => [name, {...good, messages: [name, name]}, 'observed', `of its own: ${name}`] as const,
  ),
  ...['MLD query', 'neighbour solicitation', 'neighbour advertisement'].map(
    name => [name, {...good, messages: [name]}, 'fail', name] as const,
  ),
  ['silent before', {...good, before: false}, 'inconclusive', 'no echo of IPv6'],
  ['silent after', {...good, after: false}, 'inconclusive', 'no echo of IPv6'],
])
