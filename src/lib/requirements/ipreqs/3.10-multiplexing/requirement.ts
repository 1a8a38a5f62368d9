import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.10/multiplexing',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'Several independent IP tunnels run on one HTTP connection',
  asks: 'The protocol should support several independent instances of IP proxying on one HTTP connection.',
  why: 'If the second tunnel on a connection is refused or mixed up with the first, a client needs a connection for each network, or sees packets that belong to another tunnel.',
  sends:
    'Two and then more tunnels are opened on one connection; each gets marked packets, and it is checked that they come back in the right one and that closing one leaves the others alone.',
  counts: {
    info: 'how many tunnels worked side by side, and whether they stayed apart',
    inconclusive: 'no single tunnel works, or the stream limit allows only one',
  },
  hint: 'Look for tunnel state kept per connection instead of per request stream.',
  pitfalls: [
    'A policy of one tunnel per user looks like missing support: the status and Proxy-Status of the refusal are noted.',
    'This binds the protocol and not each deployment, so there is no verdict.',
  ],
  see: ['RFC 9484 section 4'],
})
