import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.3/dscp-inner',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'What happens to the inner DSCP',
  asks: 'Inner packets can carry any DSCP. Within a DiffServ domain an endpoint may treat them by it.',
  why: 'A code point changed to another class can send bulk data into the queue for voice, or voice into the one that drops first.',
  sends:
    'Sends packets with DSCP 0, 8, 10, 34, 46 and 48 both ways between client and responder and lists what arrives.',
  counts: {
    info: 'a table of kept, cleared and remapped values; a change to another non-zero value is pointed out',
    inconclusive: 'the direct path already changes the values, or packets do not arrive',
  },
  hint: "Look for a TOS setting on the TUN device or the NAT, or for a remark at the cloud's edge.",
  pitfalls: ['Access networks and clouds remark as they like: the direct path is the control.'],
  see: ['RFC 2474 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
