/** The judges of Proxy-Status, on what may be seen: one table a requirement. */
import {describe, expect, it} from 'vitest'
import nextHop from '../../../src/lib/requirements/rfc9209/2.1.2-next-hop/probe.js'
import origin from '../../../src/lib/requirements/rfc9209/2-origin-must-not/probe.js'
import statusMatch from '../../../src/lib/requirements/rfc9209/2.1.1-status-match/probe.js'
import syntax from '../../../src/lib/requirements/rfc9209/2-syntax/probe.js'

const about = {http: '3'} as const

describe('syntax', () => {
  const judge = (...lines: string[]) => syntax.judge({fields: [{asked: 'x', lines}], answered: 5}, about)

  it.each([
    ['masque', 'pass', 'all of 1'],
    ['"a name"; error=dns_error; details="no such name"; received-status=502; next-protocol=h3', 'pass', 'parses'],
    ['masque; next-protocol=:aDM=:', 'pass', 'parses'],
    ['one, two; error=http_request_denied', 'pass', 'parses'],
    ['masque; details=not quoted', 'fail', 'no structured List'],
    ['7', 'fail', 'neither a String nor a Token'],
    ['masque, ?1', 'fail', 'neither a String nor a Token'],
    ['masque; received-status="502"', 'fail', 'received-status is no Integer'],
    ['masque; received-status=502.5', 'fail', 'received-status is no Integer'],
    ['masque; next-protocol="h3"', 'fail', 'next-protocol is neither'],
    ['masque; error="dns_error"', 'concern', 'error is no Token'],
    ['masque; error=sorry', 'concern', 'sorry is not registered'],
    ['masque; details=quoted', 'concern', 'details is no String'],
    ['masque; error=sorry, 7', 'concern', 'sorry'],
  ])('%s: %s', (line, outcome, words) => {
    const verdict = judge(line)
    expect(verdict.outcome).toBe(outcome)
    expect(verdict.because).toContain(words)
  })

  it('tells what is wrong before what is doubtful, wherever it stands', () => {
    const fields = [
      {asked: 'the first', lines: ['masque; error=sorry']},
      {asked: 'the second', lines: ['7']},
    ]
    const verdict = syntax.judge({fields, answered: 2}, about)
    expect(verdict.outcome).toBe('fail')
    expect(verdict.because).toBe('to the second it says "7": a member is neither a String nor a Token')
    expect(verdict).toHaveProperty('expected', 'a structured List of Strings or Tokens, with the types of RFC 9209')
  })

  it('decides nothing where there is no field, or no answer', () => {
    expect(syntax.judge({fields: [], answered: 0}, about).because).toBe('no request was answered')
    expect(syntax.judge({fields: [], answered: 4}, about).because).toBe('none of 4 answers carried Proxy-Status')
  })
})

describe('the status of an error', () => {
  const judge = (error: string, status: number) =>
    statusMatch.judge({errors: [{asked: 'x', status, error}], answered: 5}, about)

  it.each([
    ['dns_timeout', 504, 'pass'],
    ['dns_error', 502, 'pass'],
    ['http_request_denied', 403, 'pass'],
    ['http_request_error', 400, 'pass'],
    ['http_request_error', 499, 'pass'],
    ['proxy_internal_response', 302, 'pass'],
    ['dns_timeout', 502, 'fail'],
    ['http_request_error', 399, 'fail'],
    ['http_request_error', 500, 'fail'],
    ['sorry', 500, 'inconclusive'],
  ])('%s with %i: %s', (error, status, outcome) => {
    expect(judge(error, status).outcome).toBe(outcome)
  })

  it('says what would have fitted', () => {
    expect(judge('dns_timeout', 500)).toMatchObject({
      expected: '504 with dns_timeout',
      actual: '500, as the answer to x',
    })
    expect(judge('http_request_error', 500)).toMatchObject({expected: 'a 4xx status with http_request_error'})
  })

  it('finds the odd one among many', () => {
    const errors = [
      {asked: 'x', status: 502, error: 'dns_error'},
      {asked: 'y', status: 500, error: 'dns_error'},
    ]
    expect(statusMatch.judge({errors, answered: 5}, about).because).toBe('500, as the answer to y')
    expect(statusMatch.judge({errors: errors.slice(0, 1), answered: 5}, about).because).toContain('all of 1 answers')
  })

  it('decides nothing without errors, or answers', () => {
    expect(statusMatch.judge({errors: [], answered: 0}, about).because).toBe('no request was answered')
    expect(statusMatch.judge({errors: [], answered: 3}, about)).toMatchObject({
      outcome: 'inconclusive',
      because: 'none of 3 answers names an error that has a status',
    })
  })
})

describe('pages of the origin', () => {
  const page = (path: string, ...lines: string[]) => ({path, status: 404, lines})

  it('reports a field, accuses nobody, and passes where there is none', () => {
    expect(origin.judge({pages: [page('/'), page('/x')]}, about)).toMatchObject({
      outcome: 'pass',
      because: 'the field is on none of 2 ordinary pages',
    })
    const marked = origin.judge({pages: [page('/'), page('/x', 'cdn', 'masque')]}, about)
    expect(marked.outcome).toBe('observed')
    expect(marked.because).toContain('/x (404) carries Proxy-Status "cdn, masque"')
    expect(origin.judge({pages: []}, about)).toMatchObject({
      outcome: 'inconclusive',
      because: 'no page of the origin was answered',
    })
  })
})

describe('next-hop', () => {
  const judge = (hop: string | null, target: string | null = '192.0.2.7', status: number | null = 200) =>
    nextHop.judge({status, target, nextHop: hop}, about)

  it.each([
    ['192.0.2.7', '192.0.2.7', 'which is the target'],
    ['192.0.2.7:53', '192.0.2.7', 'which is the target'],
    ['[2001:db8::7]:53', '2001:db8::7', 'which is the target'],
    ['192.0.2.70', '192.0.2.7', 'and the target that was asked for is 192.0.2.7'],
    ['10.0.0.1', '192.0.2.7', 'and the target that was asked for is 192.0.2.7'],
  ])('%s for %s: %s', (hop, target, words) => {
    expect(judge(hop, target)).toMatchObject({outcome: 'observed'})
    expect(judge(hop, target).because).toContain(words)
  })

  it('tells what is missing', () => {
    expect(judge(null).because).toBe('no next-hop is told; a proxy need not tell it')
    expect(judge('a', null).because).toBe('next-hop is "a"')
    expect(judge('a', 'a', null)).toMatchObject({outcome: 'inconclusive'})
  })
})
