/** The tunnels of a session by name. `@focus` is the one that words mean when they name none. */
import {UserError} from './outcome.js'
import type {ShellTunnel} from './tunnel.js'

/** Of those that are over, as many are remembered. */
const MAX_OVER = 500

export class Tunnels {
  readonly #all = new Map<string, ShellTunnel>()
  #opened = 0
  #focus: ShellTunnel | undefined

  /** A name for the next one. */
  nextName(): string {
    let number = this.#opened + 1
    while (this.#all.has(`t${number}`)) number++
    return `t${number}`
  }

  add(tunnel: ShellTunnel): void {
    this.#opened++
    this.#all.set(tunnel.name, tunnel)
    this.#focus = tunnel
    const over = [...this.#all.values()].filter(({ending}) => ending !== undefined)
    for (const old of over.slice(0, Math.max(0, over.length - MAX_OVER))) this.#all.delete(old.name)
  }

  has(name: string): boolean {
    return this.#all.has(name)
  }

  get all(): readonly ShellTunnel[] {
    return [...this.#all.values()]
  }

  get names(): readonly string[] {
    return [...this.#all.keys()]
  }

  get focus(): ShellTunnel | undefined {
    return this.#focus
  }

  use(name: string | undefined): ShellTunnel {
    this.#focus = this.one(name)
    return this.#focus
  }

  /** @throws UserError */
  one(name: string | undefined): ShellTunnel {
    if (name === '@all') throw new UserError('@all are several tunnels, and this takes one: name it')
    const [found] = this.several(name)
    if (found) return found
    throw new UserError('there is no tunnel: open one first, as in: open udp 192.0.2.53:53')
  }

  /** @throws UserError */
  several(name = '@focus'): readonly ShellTunnel[] {
    const nothing = 'there is no tunnel: open one first, as in: open udp 192.0.2.53:53'
    switch (name) {
      case '@all': {
        const open = this.all.filter(({tunnel, ending}) => tunnel && !ending)
        if (open.length === 0) throw new UserError('no tunnel is open')
        return open
      }
      case '@focus':
        if (this.#focus) return [this.#focus]
        throw new UserError(nothing)
      case '@last': {
        const last = this.all.at(-1)
        if (last) return [last]
        throw new UserError(nothing)
      }
      default: {
        const named = this.#all.get(name)
        if (named) return [named]
        const there = this.names.length === 0 ? 'there is none yet' : `there are ${this.names.slice(-20).join(', ')}`
        throw new UserError(`no tunnel is called ${name}: ${there}`)
      }
    }
  }
}
