import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/max-65527-send',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'No endpoint sends more than 65527 octets of UDP payload in a datagram',
  asks: 'With Context ID 0 an endpoint must not send a payload longer than 65527 octets.',
  why: 'The receiver has to abort the stream when one arrives, so a sender without this limit loses its tunnel.',
  sends:
    'The payload length of every datagram from the proxy is watched throughout all tests. A scripted proxy does the same to a client whose application offers too much.',
  counts: {
    pass: 'no payload above 65527 octets is seen',
    fail: 'a payload of 65528 octets or more in context 0',
    inconclusive: 'no datagram arrived',
  },
  hint: 'Check the size where payloads enter the datagram layer, and report it to the application as too large.',
  pitfalls: [
    'Only capsules can carry such a size.',
    'The limit is on the payload: a longer Context ID adds to the capsule length.',
  ],
  see: ['RFC 768'],
})
