/** Where tunnels lead, as it is typed: `HOST:PORT`, `@target`, and what an IP tunnel is for. */
import {isIp, parse} from '../../net/address.js'
import {parseScopeTarget, ScopeError} from '../../tunnel/scope.js'
import {parseTarget, TargetError, type Target} from '../../tunnel/target.js'
import {GrammarError} from '../grammar/error.js'
import type {Param} from '../grammar/param.js'

/** `@target`: what the command line says, so that a script need not name it. */
export const targetParam: Param<Target | '@target'> = {
  label: 'HOST:PORT',
  complete: () => ['@target'],
  read({text, column}) {
    if (text === '@target') return text
    try {
      return parseTarget(text)
    } catch (error) {
      if (error instanceof TargetError) throw new GrammarError(error.message, {column})
      throw error
    }
  },
}

export const scopeTarget: Param<string> = {
  label: 'TARGET',
  read({text, column}) {
    try {
      parseScopeTarget(text)
      return text
    } catch (error) {
      if (error instanceof ScopeError) throw new GrammarError(error.message, {column})
      throw error
    }
  },
}

export interface Destination {
  readonly ip: string
  readonly port: number | undefined
}

/** `192.0.2.1`, or with a port. */
export const destination: Param<Destination> = {
  label: 'ADDRESS[:PORT]',
  read({text, column}) {
    if (isIp(text)) return {ip: text, port: undefined}
    const found = parse(text)
    if (found) return found
    throw new GrammarError(`'${text}' is no IP address, with a port or without`, {
      column,
      example: 'packet icmp-echo 192.0.2.1',
    })
  },
}

export const address: Param<string> = {
  label: 'ADDRESS',
  read({text, column}) {
    if (isIp(text)) return text
    throw new GrammarError(`'${text}' is no IP address`, {column})
  },
}
