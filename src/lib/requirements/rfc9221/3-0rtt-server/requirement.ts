import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/0rtt-server',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'A server that accepts 0-RTT does not lower max_datagram_frame_size',
  asks: 'A server that accepts 0-RTT must send a max_datagram_frame_size at least as large as on the connection that issued the ticket.',
  why: 'Datagrams that a client sent early, by the old limit, become violations under the new one, and the resumed connection is closed.',
  sends: 'Connects, notes 0x20 and keeps the ticket; resumes with 0-RTT and compares.',
  counts: {
    pass: '0-RTT is accepted and the value is not lower',
    fail: '0-RTT is accepted and the value is lower or absent, at least 3 times',
    inconclusive: 'no tickets, or 0-RTT is not accepted',
  },
  hint: 'Look whether the transport parameters are part of what a ticket is checked against.',
  pitfalls: [
    'Compare with the very connection that delivered the ticket; the nodes of a cluster may differ.',
    'Accepted means that the server put early_data into its EncryptedExtensions.',
  ],
  see: ['RFC 9000 section 7.4.1'],
  status: {
    kind: 'untestable',
    reason:
      'Only a connection that is resumed with 0-RTT shows it, and our engine keeps no tickets and sends no 0-RTT; what other connections announce says nothing of it.',
  },
})
