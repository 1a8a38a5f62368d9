import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/established-survive',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether compressed contexts outlive the closing of the uncompressed one',
  asks: 'Compressed contexts that were opened before the uncompressed one was closed are not affected by its closing. No level is stated.',
  why: 'The usual course is to find the peer, compress, then shut out strangers. If the last step takes the compressed context with it, the client cuts off its own call.',
  sends:
    'Uncompressed context 2 and compressed context 4 are open and echo; context 2 is closed and the echo on context 4 goes on.',
  counts: {
    pass: 'the echo on context 4 continues',
    info: 'context 4 was closed by a COMPRESSION_CLOSE of the proxy, or went dead without one, which is marked',
    inconclusive: 'context 4 did not echo before context 2 was closed, or loss alone explains the silence',
  },
  hint: 'Look for a shared socket or filter that is torn down with the uncompressed context.',
  pitfalls: ['Either side may close any context at any time; with a COMPRESSION_CLOSE for context 4 nothing is wrong.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
