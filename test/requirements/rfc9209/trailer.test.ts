/** The judge of Proxy-Status in trailers: what may stand there is what the header section had already. */
import trailer from '../../../src/lib/requirements/rfc9209/2-trailer/probe.js'
import {judges} from '../support/judging.js'

const bare = {asked: 'a page', status: 404, above: [], below: []}
const both = {...bare, above: ['masque'], below: ['masque; error=proxy_internal_error']}

judges(trailer, [
  ['nothing', trailer.silence, 'inconclusive', 'no answer that opens no tunnel came whole'],
  ['no trailers', {answers: [bare, bare]}, 'not-applicable', 'none of 2 whole answers'],
  ['in the header section alone', {answers: [{...bare, above: ['masque']}]}, 'not-applicable', 'none of 1'],
  ['the same member', {answers: [bare, both]}, 'pass', 'in 1 of 2 whole answers the trailers carry Proxy-Status'],
  ['the same as a string', {answers: [{...both, above: ['"masque"; next-hop=x']}]}, 'pass', 'in 1 of 1'],
  ['fewer below', {answers: [{...both, above: ['a, masque', 'b']}]}, 'pass', 'in 1 of 1'],
  [
    'only below',
    {answers: [{...both, above: []}]},
    'fail',
    'in the answer (404) to a page the trailers say "masque; error=proxy_internal_error", and the header section says nothing: "masque" is new',
  ],
  [
    'another below',
    {answers: [both, {...both, below: ['masque, backend', '"third"']}]},
    'fail',
    'the header section says "masque": "backend", "third" is new',
  ],
  ['unreadable below', {answers: [{...both, below: ['=']}]}, 'inconclusive', 'members of "masque, =" cannot be read'],
  ['unreadable above', {answers: [both, {...both, above: ['=']}]}, 'inconclusive', 'cannot be read'],
  [
    'unreadable in one, wrong in another',
    {
      answers: [
        {...both, above: ['=']},
        {...both, above: ['x']},
      ],
    },
    'fail',
    'is new',
  ],
])
