import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/4/reopen',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether an uncompressed context can be opened again after it was closed',
  asks: 'A client may close its uncompressed context and open another one later under a new Context ID, as long as two are never open at once. No level is stated.',
  why: 'Clients that shut out strangers for a while and open up again, as for a new round of ICE, would need a new tunnel and a new public address if this did not work.',
  sends:
    'Context 2 is closed, a barrier shows that the CLOSE was processed, then context 6 is registered with IP Version 0 and used for an echo.',
  counts: {
    pass: 'the registration is acknowledged and traffic flows',
    info: 'the registration is rejected by COMPRESSION_CLOSE, which is always allowed; or the stream is aborted as malformed, which is marked',
    inconclusive: 'it is not certain that the CLOSE was processed, or context 2 never worked',
  },
  hint: 'Look for a flag for the uncompressed context that is set once and not cleared by COMPRESSION_CLOSE.',
  pitfalls: [
    'The new registration must wait until the CLOSE was processed, or it would really be a second open context.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
