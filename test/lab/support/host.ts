/** A host of the lab: a namespace, its interfaces, and what is done to packets that pass. */
import {command} from './command.js'

/** The two ends of a link: `left` towards the first host of the chain, `right` towards the last. */
export type Side = 'left' | 'right'

export interface Addresses {
  readonly v4: string
  readonly v6: string
}

let tables = 0

export class Host {
  readonly left: Addresses = {v4: '', v6: ''}
  readonly right: Addresses = {v4: '', v6: ''}

  constructor(
    readonly name: string,
    readonly namespace: string,
  ) {}

  /** The words of a command that runs here. */
  inside(...words: readonly string[]): [string, string[]] {
    return ['ip', ['netns', 'exec', this.namespace, ...words]]
  }

  /** `ip` commands, a line each. */
  async ip(...lines: readonly string[]): Promise<void> {
    await command('ip', ['-n', this.namespace, '-batch', '-'], lines.join('\n'))
  }

  /** Values of /proc/sys/net. */
  async set(values: Readonly<Record<string, number>>): Promise<void> {
    const writes = Object.entries(values).map(([path, value]) => `echo ${value} >/proc/sys/net/${path}`)
    await command(...this.inside('sh', '-ec', writes.join('\n')))
  }

  /** What a firewall here does from now on until it is disposed of; `hook` as nftables names it. */
  async rules(hook: 'forward' | 'input' | 'output', ...rules: readonly string[]): Promise<AsyncDisposable> {
    const table = `inet lab${++tables}`
    const chain = [`type filter hook ${hook} priority 0`, ...rules].join('\n')
    await command(...this.inside('nft', '-f', '-'), `table ${table} {\nchain ${hook} {\n${chain}\n}\n}\n`)
    return {
      [Symbol.asyncDispose]: async () => {
        await command(...this.inside('nft', 'delete', 'table', ...table.split(' ')))
      },
    }
  }

  /** The largest packet on the link at this side; to be called at both ends of it. */
  async setMtu(side: Side, mtu: number): Promise<void> {
    await this.ip(`link set ${side} mtu ${mtu}`)
  }
}
