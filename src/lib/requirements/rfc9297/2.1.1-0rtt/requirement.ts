import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/0rtt',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'A server that accepts 0-RTT does not lower SETTINGS_H3_DATAGRAM',
  asks: 'A server that accepts 0-RTT must send a SETTINGS_H3_DATAGRAM value at least as high as on the connection that issued the ticket; a client that stored the value must check it and otherwise close with H3_SETTINGS_ERROR.',
  why: 'A client may have sent datagrams early, trusting the old value: they are lost, and a client that checks ends the connection right after the handshake.',
  sends:
    'Connects, notes the setting and keeps the ticket; resumes with 0-RTT and compares the new value with the old one.',
  counts: {
    pass: '0-RTT is accepted and the value is not lower',
    fail: '0-RTT is accepted and the value falls from 1 to 0 or goes missing',
    inconclusive: 'no ticket, or 0-RTT is not accepted',
  },
  hint: 'Look whether tickets are tied to the configuration: after a change of settings, old ones must no longer be good for 0-RTT.',
  pitfalls: [
    'Nodes of a cluster may be configured differently: compare with the connection that delivered this very ticket.',
    'A rejected 0-RTT attempt lets the server choose anew.',
  ],
  see: ['RFC 9114 section 7.2.4.2'],
  status: {
    kind: 'untestable',
    reason:
      'Only a connection that is resumed with 0-RTT shows it, and our engine keeps no tickets and sends no 0-RTT; what other connections announce says nothing of it.',
  },
})
