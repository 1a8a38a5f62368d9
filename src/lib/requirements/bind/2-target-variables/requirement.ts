import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/2/target-variables',
  level: 'none',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What a client does when the proxy does not support bound mode',
  asks: 'A client with a real target in the URI accepts a fallback to plain UDP proxying; with * in both variables of the ordinary template it wants bound mode or nothing. No level is stated.',
  why: 'A client that mistakes a plain tunnel for a bound one sends registrations into the void and hangs; one that gives up too early loses a tunnel it could have used.',
  sends:
    'A scripted proxy without the extension answers 2xx without Connect-UDP-Bind to a request with a real target, and an error to *,*; it then reads what the client sends.',
  counts: {
    pass: 'the client goes on as a plain tunnel for a real target and gives up on *,*',
    info: 'what the client did, with a mark if it sends COMPRESSION_ASSIGN although the response lacked the field',
    inconclusive: 'the client never asks for bound mode, or leaves before the answer',
  },
  hint: 'Look for a client state set to bound when the request is sent rather than when the response field is read.',
  pitfalls: [],
  see: ['draft-ietf-masque-connect-udp-listen section 6'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
