import probe from '../../../src/lib/requirements/rfc9484/4.7.3-receive-malformed/probe.js'
import {ended, judges, LOST, neverLived, overtaken, silent, survived} from '../support/judging.js'

const valid = survived('valid')

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'what a valid'],
  ['all ended', {valid, breaches: [ended('one'), ended('two')]}, 'pass', 'each time: one, two'],
  ['one accepted', {valid, breaches: [ended('one'), survived('two')]}, 'fail', 'packets after: two'],
  [
    'a valid one ends it too',
    {valid: ended('valid'), breaches: [ended('one')]},
    'inconclusive',
    'a valid ROUTE_ADVERTISEMENT ends',
  ],
  ['the control is silent', {valid: silent('valid'), breaches: [ended('one')]}, 'inconclusive', 'what a valid'],
  ['one undecided', {valid, breaches: [ended('one'), silent('two')]}, 'inconclusive', 'tunnel: two'],
  ['the control was lost', {valid: {...valid, ending: LOST}, breaches: [ended('one')]}, 'inconclusive', 'what a valid'],
  ['one lost behind its echo', {valid, breaches: [{...survived('two'), ending: LOST}]}, 'inconclusive', 'tunnel: two'],
  ['an echo behind, none before', {valid, breaches: [{...survived('two'), before: false}]}, 'inconclusive', 'two'],
  ['one never lived', {valid, breaches: [neverLived('two'), ended('one')]}, 'inconclusive', 'tunnel: two'],
  ['one lost with the network', {valid, breaches: [{...ended('two'), ending: LOST}]}, 'inconclusive', 'tunnel: two'],
  ['the control was perhaps overtaken', {valid: overtaken('valid'), breaches: [ended('one')]}, 'pass', 'one'],
  [
    'a breach was perhaps overtaken',
    {valid, breaches: [ended('one'), overtaken('two')]},
    'inconclusive',
    'tunnel: two',
  ],
])
