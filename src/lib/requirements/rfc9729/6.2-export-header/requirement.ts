import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.2/export-header',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: "A client's own Concealed-Auth-Export field has no effect",
  asks: 'A server must ignore Concealed-Auth-Export unless it already trusts the sender, and a frontend must not forward one that came from a client.',
  why: 'Whoever can supply the exporter output himself can replay a recorded credential on any connection: the binding to TLS is gone.',
  sends:
    'Makes up an exporter output and a credential of an unknown key that is good for it. Sends the output in Concealed-Auth-Export, alone, with that credential, and to a path that does not exist, each in turns with the same request without it.',
  counts: {
    fail: 'a tunnel is opened with the field, in 3 runs, while without it none is',
    warn: 'the answer differs in another stable way from the one without the field, but not for paths that do not exist',
    info: 'no effect, but the key of the credential is known to nobody, so a good one could not be tried',
    inconclusive: 'requests were not answered, or answers differ among themselves',
    notApplicable: 'tunnels are opened without credentials',
  },
  hint: 'Look whether the frontend removes the field from client requests before it adds its own.',
  pitfalls: ['The control without the field matters: a server that ignores the binding altogether is another fault.'],
  see: [],
})
