import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/always-send',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'SETTINGS_H3_DATAGRAM = 1 is sent on every connection, used or not',
  asks: 'An implementation that can receive HTTP/3 Datagrams should always send SETTINGS_H3_DATAGRAM with value 1, even if the application has no use for it.',
  why: 'A server that shows the setting only where it hides a proxy tells every prober which of its connections and hosts are worth a closer look.',
  sends: 'Connects several times without any MASQUE request and reads the SETTINGS of each connection.',
  counts: {
    pass: '0x33 = 1 on every connection',
    warn: 'sent on some connections and not on others of the same server name, with at least 3 of each',
    info: 'never sent: the server does not offer datagrams',
    inconclusive: 'no HTTP/3 connection, or too few of them to compare',
  },
  hint: 'Look whether the setting hangs on a route or virtual host rather than on the listener as a whole.',
  pitfalls: [
    'Behind a load balancer the connections may end at different software: tell the backends apart before judging.',
  ],
  see: ['RFC 9297 section 4'],
})
