import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/5/compression-optional',
  level: 'may',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Either side may use compressed contexts or leave them out',
  asks: 'An endpoint may register compressed contexts for a target; neither side has to.',
  why: 'A client that waits for the proxy to compress never starts. It is useful to know what a given proxy does of its own accord.',
  sends: 'Traffic flows in the uncompressed context, and it is watched whether the proxy registers compressed ones.',
  counts: {
    info: 'whether compressed contexts were registered, and by whom',
    inconclusive: 'no traffic flowed in the uncompressed context',
  },
  hint: 'Make sure that everything works in the uncompressed context alone.',
  pitfalls: ['Not compressing is never a fault.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
