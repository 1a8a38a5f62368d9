/** A changed policy answers as the honest one does, but for what was changed. */
import {expect, it} from 'vitest'
import {changesOf, withChanges, withFault} from '../../src/lib/proxy/faulty-policy.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import type {Fault} from '../../src/lib/spec/probe.js'

const honest = honestPolicy(new AllowList([]))

it('without changes it is the same, part by part', () => {
  expect(withChanges(honest, {})).toEqual(honest)
})

it.each(['wire', 'http', 'tunnel', 'egress'] as const)('in %s one answer is another, and the rest stay', part => {
  const key = Object.keys(honest[part])[0] ?? ''
  const answer = () => 'another'
  expect(withChanges(honest, {[part]: {[key]: answer}})).toEqual({...honest, [part]: {...honest[part], [key]: answer}})
})

it.each(['session', 'addresses', 'routes', 'packets', 'icmp'] as const)('in ip.%s as well', part => {
  const key = Object.keys(honest.ip[part])[0] ?? ''
  const answer = () => 'another'
  const ip = {...honest.ip, [part]: {...honest.ip[part], [key]: answer}}
  expect(withChanges(honest, {ip: {[part]: {[key]: answer}}})).toEqual({...honest, ip})
})

it('what only some policies say can be said', () => {
  expect(withChanges(honest, {wire: {h2Settings: []}}).wire.h2Settings).toEqual([])
})

it('a fault may spoil the honest answers, which it is given', () => {
  const fault: Fault = ({tunnel}) => ({tunnel: {idleTimeoutMs: (tunnel.idleTimeoutMs ?? 0) + 1}, over: ['3']})
  expect(withFault(honest, fault)).toEqual(withChanges(honest, {tunnel: {idleTimeoutMs: 240_001}}))
  expect(changesOf(fault, honest).over).toEqual(['3'])
  expect(withFault(honest, {tunnel: {idleTimeoutMs: 1}}).tunnel.idleTimeoutMs).toBe(1)
})
