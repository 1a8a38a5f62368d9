import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ethernet/-/format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'Context 0 carries whole Ethernet frames, from destination MAC through FCS',
  asks: 'Both sides must put a complete layer 2 frame into context 0, from the destination address through the Frame Check Sequence. A request follows the usual rules and needs no template variables.',
  why: 'If one side leaves out the FCS and the other expects it, four octets of payload are cut from each frame, or every frame is dropped as damaged.',
  sends:
    'ARP and neighbour discovery queries of at least 64 octets go out with a right and then a wrong FCS; a host on the bridged segment answers. Length and CRC-32 of each frame from the proxy are checked. For a client, a scripted proxy checks its frames.',
  counts: {
    pass: 'frames from the proxy end with a correct FCS, and ours are bridged',
    fail: 'three frames of known content lack the four FCS octets, by length and CRC-32 alike',
    warn: 'the FCS field is there but wrong or zero',
    info: 'a frame with a bad FCS is bridged, which nothing forbids, or the proxy answers 501 or 404',
    inconclusive: 'no frame of known content comes back',
  },
  hint: 'Look at the interface in use: TAP devices and packet sockets strip the FCS, so the endpoint must compute it itself.',
  pitfalls: [
    'Network cards pad short frames to 60 octets plus FCS: frames of 64 octets and more avoid the doubt.',
    'VLAN tags may be kept or stripped by configuration.',
    'Frames reach a real segment and can disturb it: for a lab only.',
    'The registered default location is /.well-known/masque/ethernet/, but any template is allowed.',
  ],
  see: ['RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
