import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/7/shall-deliver',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Packets that reach an announced tuple are delivered to the client',
  asks: 'From acceptance until the tunnel closes, the proxy must send the client what it receives on the announced tuples, within its rules for sources: registered ones, or any while an uncompressed context is open.',
  why: 'A tuple in Proxy-Public-Address that delivers nothing is a false candidate: peers try it first, time out, and connections take seconds longer or fail.',
  sends:
    'The uncompressed context is opened; the responder sends from several sources to every announced tuple, at the start and again after 100 s; the inbound tuples are compared with the true sources.',
  counts: {
    pass: 'packets to every tuple are delivered with their true source',
    fail: 'one tuple never delivers while another one does, the operator confirms its port is open, and outbound packets leave from it, in three runs',
    warn: 'a source is filtered although the uncompressed context is open',
    inconclusive: 'a firewall in front of the proxy cannot be ruled out, or no tuple delivers',
  },
  hint: 'Look for a second address that is bound for sending but never read, or a socket connected to its first target.',
  pitfalls: [
    'The text promises delivery without exception and elsewhere allows dropping, buffering and a policy on sources: only the core without contradiction is judged.',
    'Cloud filters drop inbound UDP by default: only the operator can say that the port is open.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 8', 'draft-ietf-masque-connect-udp-listen section 8.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
