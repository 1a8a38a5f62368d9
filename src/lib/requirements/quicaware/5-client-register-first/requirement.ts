import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/client-register-first',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'mock-origin'],
  title: 'A client uses a connection ID only after the proxy has acknowledged it',
  asks: 'With port sharing in force the client must register its connection IDs and wait for the acknowledgement before it uses them, and must register a new client CID before it tells the target about it.',
  why: 'The target switches to the new ID at once; a proxy that shares its 4-tuple cannot route it yet and drops everything, so the connection freezes for a while or for good.',
  sends:
    "A scripted proxy accepts port sharing and delays ACK_CLIENT_CID for a new client CID; the tester's own QUIC target logs when NEW_CONNECTION_ID with that ID arrives. Three runs.",
  counts: {
    pass: 'registration and acknowledgement come before the target hears of the ID',
    fail: 'in three runs with port sharing in force, a new ID reaches the target before its acknowledgement',
    inconclusive: 'the client issues no new connection ID during the run',
    notApplicable: 'port sharing is not in force, because client or proxy declined it',
  },
  hint: 'Look whether NEW_CONNECTION_ID frames are held back by the inner QUIC stack until the capsule is answered.',
  pitfalls: ['The first flight is exempt: REGISTER_CLIENT_CID goes out together with it.'],
  see: ['draft-ietf-masque-quic-proxy section 5.9', 'RFC 9000 section 5.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
