import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'connect-tcp/-/template',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy offers templated TCP proxying',
  asks: 'A draft on TCP proxying with a template, by default /.well-known/masque/tcp/{target_host}/{target_port}/; before publication the upgrade token connect-tcp-12 stands for connect-tcp in interoperability tests.',
  why: 'Operators want to know which way their clients can reach TCP targets, and two tokens mean that client and proxy may miss each other.',
  sends:
    'A request to the default template with the token connect-tcp, then one with connect-tcp-12; status and capsules are noted, among them DATA-12 (0x2028d7f2) and FINAL_DATA-12 (0x2028d7f3).',
  counts: {
    info: 'which of the two tokens the proxy accepts, or that it accepts neither',
    inconclusive: 'the proxy cannot be reached, or refuses all requests alike',
  },
  hint: 'Look at the list of upgrade tokens: many proxies know connect-udp only, and the draft token changes with its version.',
  pitfalls: [
    'A refusal may concern the target or the missing credentials rather than the token.',
    'Token and code points belong to one version of the draft.',
  ],
  see: ['RFC 9110 section 7.8'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
