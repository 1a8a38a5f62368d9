/** What a prober is shown is told, and grease is none of it. */
import probe from '../../../src/lib/requirements/rfc9297/4-sticking-out/probe.js'
import {judgeTable} from '../support/judge-table.js'

const shown = (...ids: string[]): {id: string; value: string}[] => ids.map(id => ({id, value: '1'}))

judgeTable(probe, {settings: shown('0x33', '0x8', '0x21', '0x40')}, [
  [{}, 'observed', 'sees SETTINGS_H3_DATAGRAM = 1, beside 0x8'],
  [{settings: shown('0x33')}, 'observed', 'SETTINGS_H3_DATAGRAM = 1, beside nothing else'],
  [{settings: shown('0x20', '0x2', '0x33')}, 'observed', 'beside 0x20, 0x2'],
  [{settings: shown('0x8')}, 'observed', 'not shown to who has no credentials; what is: 0x8'],
  [{settings: []}, 'observed', 'what is: nothing else'],
  [{settings: null}, 'inconclusive', 'no SETTINGS came'],
])
