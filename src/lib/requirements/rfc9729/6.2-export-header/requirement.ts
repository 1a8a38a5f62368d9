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
    "With a valid key, makes the Authorization field for connection A and sends it on connection B, together with A's exporter output in Concealed-Auth-Export; also from a client without a key.",
  counts: {
    pass: 'the request on B is not authenticated',
    fail: 'it is authenticated on B with the material of A, in 3 runs, while without the export field it is not',
    inconclusive: 'no own key that the server accepts',
  },
  hint: 'Look whether the frontend removes the field from client requests before it adds its own.',
  pitfalls: ['The control without the field matters: a server that ignores the binding altogether is another fault.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'suite'},
})
