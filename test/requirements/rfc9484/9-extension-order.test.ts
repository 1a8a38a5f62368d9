import probe from '../../../src/lib/requirements/rfc9484/9-extension-order/probe.js'
import {judges} from '../support/judging.js'

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no order'],
  ['only an extension', {capsules: ['0x99']}, 'inconclusive', 'no order'],
  [
    'no extension',
    {capsules: ['ADDRESS_ASSIGN', 'ROUTE_ADVERTISEMENT']},
    'observed',
    'among them: ADDRESS_ASSIGN, ROUTE',
  ],
  ['before', {capsules: ['0x99', 'ADDRESS_ASSIGN']}, 'observed', '0x99 came before the first'],
  ['behind', {capsules: ['ROUTE_ADVERTISEMENT', '0x99', 'ADDRESS_REQUEST']}, 'observed', '0x99 came behind the first'],
])
