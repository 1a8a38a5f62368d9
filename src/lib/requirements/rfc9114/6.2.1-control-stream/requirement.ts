import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/6.2.1/control-stream',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'SETTINGS comes first on the control stream, and only once',
  asks: 'Each side must open one control stream and send SETTINGS as its first frame, and must not send SETTINGS again.',
  why: 'Without SETTINGS the client never learns of extended CONNECT and HTTP Datagrams, so MASQUE appears unsupported; a second frame makes strict clients close the connection.',
  sends:
    "Connects over HTTP/3 and parses the server's control stream from its first octet for as long as the connection lives.",
  counts: {
    pass: 'one control stream, SETTINGS first, no second SETTINGS',
    fail: 'another frame comes first, SETTINGS is repeated, or requests are served while SETTINGS never comes on 3 connections',
    inconclusive: 'the connection ended before the control stream could be read',
  },
  hint: 'Look for GREASE or PRIORITY_UPDATE frames that a connection set-up queues before SETTINGS.',
  pitfalls: ['A control stream that stays silent may have been delayed by loss: repeat on fresh connections.'],
  see: ['RFC 9114 section 7.2.4'],
})
