/** Which empty capsule ended a tunnel is told; a tunnel without IP is none to complain of. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-zero-length/probe.js'
import {endedBy, judgeTable} from '../support/judge-table.js'

const WENT_ON = {before: true, after: true, ending: null}
const SILENT = {before: true, after: false, ending: null}
const ENDED = {...SILENT, ending: endedBy('peer')}
const fine = {trials: [WENT_ON], control: true}

judgeTable(probe, {datagram: fine, unknown: fine, assign: WENT_ON}, [
  [{}, 'pass', 'an empty DATAGRAM capsule and an empty capsule of unknown type and an empty ADDRESS_ASSIGN'],
  [{assign: null}, 'pass', 'behind an empty DATAGRAM capsule and an empty capsule of unknown type'],
  [
    {assign: {...SILENT, before: false}},
    'pass',
    'behind an empty DATAGRAM capsule and an empty capsule of unknown type',
  ],
  [{assign: SILENT}, 'pass', 'behind an empty DATAGRAM capsule'],
  [{assign: ENDED}, 'observed', 'an empty ADDRESS_ASSIGN: the tunnel ended, ended by peer'],
  [
    {datagram: {trials: [ENDED], control: true}},
    'observed',
    'an empty DATAGRAM capsule: the tunnel ended, ended by peer',
  ],
  [
    {unknown: {trials: [SILENT, SILENT, SILENT], control: true}, assign: ENDED},
    'observed',
    'an empty capsule of unknown type: no echo came back behind it on 3 tunnels; an empty ADDRESS_ASSIGN: the tunnel ended',
  ],
  [{unknown: {trials: [], control: false}}, 'inconclusive', 'of unknown type: no echo in a capsule came back before'],
  [{datagram: {trials: [SILENT], control: false}}, 'inconclusive', 'an empty DATAGRAM capsule: a tunnel without them'],
  [{datagram: null, unknown: null, assign: null}, 'inconclusive', 'nothing could be sent'],
])
