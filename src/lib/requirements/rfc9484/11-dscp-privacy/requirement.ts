import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/dscp-privacy',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['raw-client', 'responder'],
  title: 'The outer header does not reveal the inner DSCP',
  asks: 'Where privacy matters, an endpoint should not copy or translate inner DSCP to the outer header.',
  why: 'An observer between client and proxy sees the class change with the inner traffic. It can tell a call from a download and follow a single flow through the tunnel.',
  sends:
    'As in rfc9484/10.3/dscp-outer: inner packets in long blocks of different DSCP, and a capture of the outer DSCP.',
  counts: {
    pass: 'the outer DSCP does not depend on the inner one',
    warn: 'the outer DSCP follows the inner one',
    info: 'it follows in what the operator declares to be a DiffServ domain of its own',
    inconclusive: 'no raw capture is possible, or the path rewrites DSCP',
  },
  hint: 'Look for an option that transfers DSCP and is on by default.',
  pitfalls: ['Access networks remark: compare blocks, not single packets.'],
  see: ['RFC 9484 section 10.3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
