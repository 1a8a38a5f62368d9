/** A success for what breaks the grammar accuses; an odd way to refuse it is only odd. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.1-validate-vars/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'
import {NOT_ASKED, type Asked} from '../../../src/lib/stimuli/ask-ip.js'

type Seen = Parameters<typeof probe.judge>[0]

const accepted: Asked = {...NOT_ASKED, kind: 'success', status: 200}
const refused = (status: number): Asked => ({...NOT_ASKED, kind: 'refused', status})
const aborted: Asked = {...NOT_ASKED, kind: 'ended', ending: RESET}
const one = {name: 'ipproto 256', in: 'ipproto', asked: refused(400)} as const
const target = {name: 'target x', in: 'target', asked: refused(502)} as const
const empty = {name: 'an empty target', in: 'target', asked: refused(404)} as const
const BASE: Seen = {variables: ['target', 'ipproto'], control: accepted, trials: [one, target, empty]}
const withAsked = (asked: Asked): Partial<Seen> => ({trials: [{...one, asked}]})

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'all of 3 invalid values were refused, with 400, 502, 404'],
  [{trials: [{...target, asked: refused(504)}]}, 'pass', 'with 504'],
  [withAsked(aborted), 'pass', 'all of 1 invalid values were refused'],
  [{variables: []}, 'not-applicable', 'neither {target} nor {ipproto}'],
  [{control: refused(403)}, 'inconclusive', 'a valid request was refused with 403 as well'],
  [withAsked(accepted), 'fail', 'a tunnel was opened for ipproto 256'],
  [{trials: [{...one, asked: accepted}, {...target, asked: accepted}, empty]}, 'fail', 'for ipproto 256, target x'],
  [{trials: [one, {...empty, asked: accepted}]}, 'concern', 'an empty target opened a tunnel'],
  [withAsked(NOT_ASKED), 'inconclusive', 'the request with ipproto 256 was not answered'],
  [{trials: [one, {...empty, asked: NOT_ASKED}]}, 'inconclusive', 'with an empty target was not answered'],
  [withAsked({...refused(204), problem: 'x'}), 'inconclusive', 'was refused with 204'],
  [withAsked({...aborted, ending: LOST}), 'inconclusive', 'was given up (it timed out)'],
  [withAsked(refused(500)), 'concern', 'was answered with 500'],
  [withAsked(refused(502)), 'concern', 'was answered with 502'],
  [{trials: [{...target, asked: refused(503)}]}, 'concern', 'target x was answered with 503'],
  [withAsked(refused(499)), 'pass', 'with 499'],
  [withAsked({...aborted, ending: {...RESET, scope: 'connection'}}), 'concern', 'ended the whole connection'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})

test('over HTTP/1.1 the end of a stream is the end of its connection', () => {
  const trials = [{...one, asked: {...aborted, ending: {...RESET, scope: 'connection'} as const}}]
  expectJudged(probe, {...BASE, trials}, [{}, 'pass', 'all of 1'], '1.1')
})
