import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8899/-/constants',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The constants by which path MTU probing is paced',
  asks: 'Section 5.1: the probe timer must be at least 1 second and should exceed 15, 3 probes at most per size, a base of 1200 octets for IPv4, minimum packets of 1280 (IPv6) or 68 (IPv4), another try upwards after 600 seconds. One lost probe proves nothing.',
  why: 'A prober that believes one loss settles far below the true size; one that probes too fast adds congestion and then measures its own losses.',
  sends:
    'A binary search over sizes with at least three attempts per size, a unique identifier in every probe, and after every loss a smaller control packet that has to pass before the size counts as too big.',
  counts: {
    info: 'the size found, its bounds, the attempts and the losses per size',
  },
  hint: 'A size counts as too big only if it failed repeatedly while smaller packets passed at the same time.',
  pitfalls: [],
  see: ['RFC 9000 section 14.3'],
  status: {kind: 'method'},
})
