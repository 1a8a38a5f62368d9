import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.9/client-exhausted',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: ['mock-origin'],
  title: 'A client that may register no more gives up its tunnel',
  asks: 'A client that cannot register a needed connection ID within a reasonable time, because the limit is used up, should abort the tunnel with NO_ERROR.',
  why: 'Otherwise the connection hangs: the target has retired the old ID, the new one cannot be registered, and the user waits for a timeout.',
  sends:
    'A scripted proxy withholds MAX_CONNECTION_IDS while the target makes the client change connection IDs more often than the limit allows; the request stream is watched.',
  counts: {
    pass: 'the client resets the stream',
    info: 'the tunnel stalls; how long is reasonable is not defined',
    inconclusive: 'the client never needed another registration',
    notApplicable: 'the client registers no connection IDs',
  },
  hint: 'Look for a wait on MAX_CONNECTION_IDS that has no timer.',
  pitfalls: [],
  see: ['RFC 9114 section 8.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
