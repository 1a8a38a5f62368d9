/** Open, refused, and refused to everybody are three things. */
import {expect, test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9298/7-auth/probe.js'
type Seen = Parameters<typeof probe.judge>[0]

const asked = (status: number | null, challenges: readonly string[] = []): Seen['without'] => ({
  status,
  isSuccess: status === 200,
  challenges,
})

test.each<[Seen['withCredentials'], Seen['without'], string, string]>([
  [
    null,
    asked(200),
    'observed',
    'an open UDP proxy, as seen from here: a request without credentials was served (200)',
  ],
  [asked(200), asked(200), 'observed', 'an open UDP proxy'],
  [asked(407), asked(407), 'inconclusive', 'the request fails with credentials as well (407)'],
  [asked(null), asked(200), 'inconclusive', 'fails with credentials as well (no answer)'],
  [asked(200), asked(null), 'inconclusive', 'without credentials was not answered'],
  [null, asked(401), 'observed', 'refused with 401, but no challenge says which'],
  [asked(200), asked(407), 'observed', 'refused with 407, but no challenge says which'],
  [null, asked(401, ['www-authenticate: Basic']), 'pass', 'refused with 401, and \\"www-authenticate: Basic\\" says'],
  [null, asked(407, ['proxy-authenticate: Basic', 'a: b']), 'pass', 'proxy-authenticate: Basic; a: b'],
  [null, {...asked(200), isSuccess: false}, 'inconclusive', 'answered with 200, which opens no tunnel here'],
  [null, asked(300), 'inconclusive', 'refused with 300, and there are no credentials'],
  [null, asked(403), 'inconclusive', 'refused with 403, and there are no credentials to compare with'],
  [asked(200), asked(403), 'pass', 'a request without credentials was refused with 403'],
  [asked(200), asked(404), 'pass', 'refused with 404'],
  [asked(200), asked(500), 'observed', 'answered with 500, with credentials with 200'],
])('%j, %j: %s', (withCredentials, without, outcome, words) => {
  const verdict = probe.judge({withCredentials, without}, {http: '3'})
  expect(verdict.outcome).toBe(outcome)
  expect(JSON.stringify(verdict)).toContain(words)
})
