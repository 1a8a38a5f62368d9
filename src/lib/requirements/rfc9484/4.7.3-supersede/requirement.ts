import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/supersede',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a new ROUTE_ADVERTISEMENT replaces the one before',
  asks: 'Each ROUTE_ADVERTISEMENT carries the full list. A range that is missing from the latest one counts as withdrawn, and an empty list withdraws all.',
  why: 'If the proxy adds instead of replacing, traffic for a network that has moved elsewhere still goes into the old tunnel and is lost there.',
  sends:
    'The client, in the role of a site, advertises range R1, then range R2 only. A host behind the proxy keeps sending to R1, and the tunnel is watched for these packets.',
  counts: {
    pass: 'packets for R1 stop after the second capsule',
    info: 'packets for R1 are still delivered',
    inconclusive: 'the proxy ignores routes from clients, which policy allows, so nothing for R1 ever arrived',
  },
  hint: 'Look for a handler that installs routes and never compares with the list before.',
  pitfalls: [
    'Packets under way may still arrive for a moment after the capsule.',
    'Packets for R1 have to arrive after the first capsule, otherwise the test says nothing.',
  ],
  see: [],
})
