import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.2/h1-client-form',
  level: 'must',
  binds: 'client',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'An HTTP/1.1 request is a GET with one Host, Connection: Upgrade and Upgrade: connect-ip',
  asks: 'The client must send a GET with exactly one Host field that names the proxy, a Connection field with the option Upgrade, and an Upgrade field with connect-ip.',
  why: 'Servers must answer anything else with an error. Without the Connection option most of them simply ignore the Upgrade and return a web page.',
  sends: "A scripted proxy takes the client's HTTP/1.1 request and parses the raw octets of its head.",
  counts: {
    pass: 'method, Host, Connection and Upgrade are all as required',
    fail: "another method, no Host or a second one, a Host that is not the proxy's, or Connection: Upgrade or Upgrade: connect-ip missing",
    inconclusive: 'the client does not use HTTP/1.1, or sends no complete request head',
  },
  hint: 'Look for a request builder copied from plain CONNECT, or a library that manages Connection itself and drops the option.',
  pitfalls: [
    'Connection may list further options, and the comparison disregards case.',
    'Absolute form and origin form of the request target are both fine.',
  ],
  see: ['RFC 9110 section 7.8', 'RFC 9112 section 3.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
