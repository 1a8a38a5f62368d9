import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/7.2.4.2/0rtt-settings',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'A server that accepts 0-RTT takes back no setting the client relies on',
  asks: "With 0-RTT accepted, the server's new SETTINGS must not lower or alter what the client may have used already, and must repeat every setting that differs from its default.",
  why: 'A client that resumes sends its extended CONNECT in 0-RTT on the strength of the old value 1. If that is withdrawn, it has to close the connection, and every resumption fails.',
  sends:
    'Stores the SETTINGS of the connection that issued the ticket, resumes with 0-RTT, and, where that is accepted, compares the new SETTINGS with the stored ones, 0x08 and the datagram setting 0x33 first.',
  counts: {
    pass: '0-RTT is accepted and nothing is withdrawn or left out',
    fail: '0-RTT is accepted and 0x08 is lowered or omitted, at least 3 times',
    inconclusive: '0-RTT was not offered or not accepted, or the ticket came before SETTINGS',
  },
  hint: 'Look at tickets that outlive a change of configuration: the settings in force have to be part of what a ticket is checked against.',
  pitfalls: [
    'A ticket that was issued before SETTINGS reached us says nothing.',
    'GREASE settings may vary.',
    'Nodes behind a load balancer may differ in configuration: compare within one where that is known.',
  ],
  see: ['RFC 9220 section 3', 'RFC 9297 section 2.1.1', 'RFC 9001 section 4.6'],
  status: {
    kind: 'untestable',
    reason:
      'Only a connection that is resumed with 0-RTT shows it, and our engine keeps no tickets and sends no 0-RTT; what other connections announce says nothing of it.',
  },
})
