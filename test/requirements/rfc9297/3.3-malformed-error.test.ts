/** The code for each version of HTTP, those that can be defended, and all the others. */
import probe from '../../../src/lib/requirements/rfc9297/3.3-malformed-error/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const ended = (code: string | null, more: object = {}) => ({
  name: 'long',
  known: true,
  ending: endedBy('peer', {code, ...more}),
  after: false,
})
const wentOn = {name: 'cut', known: true, ending: null, after: true}

judgeTable(probe, {trials: [ended('270')]}, [
  [{}, 'pass', 'ended with H3_MESSAGE_ERROR (0x10e) after an ADDRESS_REQUEST long'],
  [{trials: [ended('270'), wentOn]}, 'fail', 'it went on after an ADDRESS_REQUEST cut'],
  [{trials: [wentOn]}, 'fail', 'as one with a malformed message'],
  [{trials: []}, 'inconclusive', 'no valid ADDRESS_REQUEST was answered either'],
  [{trials: [{...wentOn, known: false}]}, 'inconclusive', 'no valid ADDRESS_REQUEST was answered either'],
  [{trials: [ended('270'), {...wentOn, after: false}]}, 'inconclusive', 'came after an ADDRESS_REQUEST cut'],
  [{trials: [ended('270'), ended('268')]}, 'concern', 'otherwise than with H3_MESSAGE_ERROR (0x10e): ended by peer'],
  [{trials: [ended(null, {how: 'finished'})]}, 'concern', 'an ADDRESS_REQUEST long the tunnel ended otherwise'],
  [{trials: [ended('51')]}, 'observed', 'which can be defended'],
  [{trials: [ended('257')]}, 'observed', 'which can be defended'],
  [{trials: [ended('270', {scope: 'connection'})]}, 'observed', 'which can be defended'],
])
judgeTable(
  probe,
  {trials: [ended('1')]},
  [
    [{}, 'pass', 'ended with PROTOCOL_ERROR (0x1)'],
    [{trials: [ended('1', {scope: 'connection'})]}, 'observed', 'can be defended'],
    [{trials: [ended('2')]}, 'concern', 'otherwise than with PROTOCOL_ERROR (0x1)'],
  ],
  '2',
)
judgeTable(probe, {trials: [ended(null)]}, [[{}, 'pass', 'ended with the end of the connection']], '1.1')
