/** A proxy that speaks a dialect besides what it speaks anyway: the policy it had, with other words understood. */
import type {Policy} from '../spec/policy.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'
import {understood} from '../tunnel/dialect/speak.js'

export function withDialect(policy: Policy, dialect: Dialect): Policy {
  const {wire} = policy
  const {h3} = dialect
  return {
    ...policy,
    wire: {
      ...wire,
      settings: random => [...wire.settings(random), ...(h3?.announces ?? [])],
      ...(h3 && {leniency: h3}),
      understand: (incoming, served) => understood(dialect, incoming, served),
    },
  }
}
