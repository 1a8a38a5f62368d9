/** One cause for what nobody could answer: told once, with what to do; and never where the judge has more to say. */
import {describe, expect, it} from 'vitest'
import type {Preflight} from '../../src/lib/report/check-facts.js'
import {concern, fail, inconclusive, notApplicable, pass, type Verdict} from '../../src/lib/spec/verdict.js'
import {unaided} from '../../src/lib/suite/unaided.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'

const ACCEPTED: Preflight = {http: '3', state: 'offered', udp: 'accepted', ip: 'accepted', detail: ''}
const SILENT = inconclusive('no echo crossed the tunnel')
const OFFERED = {offersUdp: 'yes', offersIp: 'yes'} as const
const NOBODY = {...OFFERED, target: undefined, ipTarget: {}}
const SOMEBODY = {...OFFERED, target: parseTarget('192.0.2.7:7'), ipTarget: {4: '192.0.2.7'}}

describe('what stays undecided in tunnels that carried no echo', () => {
  it.each([
    ['rfc9298/5/unknown-context', NOBODY, '--responder'],
    ['rfc9298/5/unknown-context', SOMEBODY, 'carried no echo before'],
    ['rfc9484/7.1/packing', NOBODY, '--ip-target'],
    ['ipreqs/3.3/mtu', SOMEBODY, 'carried no echo before'],
  ])('%s has one cause, and keeps the words of its judge', (id, place, words) => {
    const told = unaided(id, SILENT, ACCEPTED, place)
    expect(told?.verdict.outcome).toBe('inconclusive')
    expect(told?.verdict.because).toContain(words)
    expect(told?.note).toBe(SILENT.because)
  })

  it.each([
    ['rfc9298/5/unknown-context', {...ACCEPTED, udp: 'carries'}],
    ['rfc9484/7.1/packing', {...ACCEPTED, ip: 'refused'}],
    ['rfc9484/7.1/packing', {...ACCEPTED, ip: 'unknown'}],
    ['rfc9297/3.4/should-send', ACCEPTED],
  ] as const)('%s is as its judge says where that is not the cause', (id, preflight) => {
    expect(unaided(id, SILENT, preflight, NOBODY)).toBeUndefined()
  })

  it.each([
    ['rfc9298/5/unknown-context', {...SOMEBODY, offersUdp: 'no'}],
    ['ipreqs/3.3/mtu', {...SOMEBODY, offersIp: 'no'}],
  ] as const)('%s does not apply where no such tunnels are offered', (id, place) => {
    const refused: Preflight = {
      ...ACCEPTED,
      udp: 'refused',
      ip: 'refused',
      detail: 'refused with 404: not offered there',
    }
    const told = unaided(id, SILENT, refused, place)
    expect(told?.verdict.outcome).toBe('not-applicable')
    expect(told?.verdict.because).toContain('refused with 404')
    expect(told?.note).toBe(SILENT.because)
  })

  it('nothing that is decided is touched', () => {
    const decided: readonly Verdict[] = [pass('a'), fail('a', 'b'), concern('a'), notApplicable('a')]
    for (const verdict of decided) expect(unaided('rfc9484/7.1/packing', verdict, ACCEPTED, NOBODY)).toBeUndefined()
  })
})
