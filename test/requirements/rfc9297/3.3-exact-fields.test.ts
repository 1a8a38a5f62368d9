/** Going on accuses, once the type is known to be understood; an orderly end says nothing. */
import probe from '../../../src/lib/requirements/rfc9297/3.3-exact-fields/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const ended = (name: string, more: object = {}) => ({name, known: true, ending: endedBy('peer', more), after: false})
const wentOn = {name: 'cut', known: true, ending: null, after: true}

judgeTable(probe, {trials: [ended('long'), ended('cut')]}, [
  [{}, 'pass', 'ended with an error after an ADDRESS_REQUEST long, and one cut'],
  [{trials: [ended('long'), wentOn]}, 'fail', 'it went on after an ADDRESS_REQUEST cut'],
  [{trials: [wentOn, {...wentOn, name: 'long'}]}, 'fail', 'after an ADDRESS_REQUEST cut, and after one long'],
  [{trials: [wentOn]}, 'fail', 'the tunnel ends with an error'],
  [{trials: []}, 'inconclusive', 'no valid ADDRESS_REQUEST was answered either'],
  [{trials: [{...wentOn, known: false}]}, 'inconclusive', 'no valid ADDRESS_REQUEST was answered either'],
  [
    {trials: [ended('long'), {...wentOn, after: false}]},
    'inconclusive',
    'neither an end nor an answer came after an ADDRESS_REQUEST cut',
  ],
  [{trials: [ended('long'), {...wentOn, known: false}]}, 'inconclusive', 'ADDRESS_REQUEST cut'],
  [{trials: [{...ended('long'), ending: endedBy('network')}]}, 'inconclusive', 'ADDRESS_REQUEST long'],
  [
    {trials: [ended('long'), ended('cut', {how: 'finished'})]},
    'inconclusive',
    'cut the tunnel ended, but without an error',
  ],
])
