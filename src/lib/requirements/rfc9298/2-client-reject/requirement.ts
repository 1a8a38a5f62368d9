import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/client-reject',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client that finds its template invalid sends no request',
  asks: 'A client that detects a broken template rule must refuse the configuration and give up without sending the request to the proxy.',
  why: 'A client that complains in its log and then sends the request anyway discloses target and credentials under a configuration it knows to be wrong.',
  sends:
    "A scripted proxy that terminates TLS or QUIC is offered through an invalid template; it counts HTTP requests, not packets, and the client's exit status, error text and log are read beside it.",
  counts: {
    pass: 'the client reports the rejection and no HTTP request is seen',
    fail: 'the client states that the template is invalid and a request for it still arrives',
    inconclusive:
      'a request arrives but nothing shows that the client noticed the defect; the rows about each template rule judge that case',
  },
  hint: 'Make the validation error end the attempt instead of only writing a log line.',
  pitfalls: [
    'A connection without a request is no violation: connecting early is common.',
    'What the client noticed is only known from what it reports; silence is judged by the rows about each template rule.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'client'},
})
