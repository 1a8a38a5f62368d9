import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-extended-connect',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether an Extended CONNECT without credentials reveals the known tokens',
  asks: 'Known and unknown protocol tokens need not get the same answer: an unknown one may well get 501. Only a server that hides its resources has reason to make them equal.',
  why: 'A 401 for connect-udp and a 501 for a nonsense token tell a scanner what the server speaks.',
  sends:
    'Sends connect-udp or connect-ip and a nonsense token, each on the template path and on a random one, without credentials: four cells. Compares status, resets and header fields; a zone or responder of our own shows whether anything was looked up or sent.',
  counts: {
    pass: 'known and unknown tokens get the same answers on both paths',
    info: 'the cells that differ, any lookup or packet at our own zone, or that ENABLE_CONNECT_PROTOCOL is absent',
    inconclusive: 'answers vary from run to run in one and the same cell',
  },
  hint: 'Look at where the token is matched: before authentication it makes an oracle.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Do not send :protocol unless the server set ENABLE_CONNECT_PROTOCOL to 1; record its absence instead.',
    'Over HTTP/1.1 a server may ignore an unknown Upgrade and answer the GET.',
  ],
  see: ['RFC 9220 section 3', 'RFC 8441 section 4', 'RFC 9110 section 7.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
