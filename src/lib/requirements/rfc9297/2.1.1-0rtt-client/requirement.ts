import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/0rtt-client',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'A client closes the connection when a stored SETTINGS_H3_DATAGRAM value is lowered',
  asks: "A client that stored the server's value with its 0-RTT state must check that the new value is not lower, and must otherwise end the connection with H3_SETTINGS_ERROR (0x109).",
  why: 'Without the check the client goes on sending datagrams to a server that no longer takes them, and its users lose packets without any message.',
  sends:
    'A scripted proxy first sends 0x33 = 1 and a ticket; on resumption it accepts 0-RTT and sends 0x33 = 0, or omits it.',
  counts: {
    pass: 'the client closes the connection with 0x109',
    fail: 'a client that sent DATAGRAM frames in 0-RTT goes on',
    warn: 'the connection is closed with another code',
    inconclusive: 'the client does not use 0-RTT, or gives no sign that it stored the value',
  },
  hint: 'Look where remembered settings are compared with new ones: this setting is probably not in the list.',
  pitfalls: [
    'Storing the value is optional: a client that sent no datagram in 0-RTT may simply not have kept it.',
    'HTTP/3 asks for the same error when any stored non-default setting goes missing.',
  ],
  see: ['RFC 9114 section 7.2.4.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
