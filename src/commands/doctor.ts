import {Args} from '@oclif/core'
import {seconds} from '../lib/cli/parsers.js'
import {reachFlags, readReach} from '../lib/cli/reach-flags.js'
import type {InterruptGuard} from '../lib/cli/interrupt.js'
import {MasqueCommand} from '../masque-command.js'

/** No request is made, so there is nothing to put into one. */
const {cacert, cert, insecure, key, pin, sni, bind, ipv4, ipv6, resolve, 'connect-to': connectTo} = reachFlags

export default class Doctor extends MasqueCommand {
  static override forgivesConfiguration = true
  static override summary = 'Is it me or is it the proxy? Look at this machine first.'
  static override description = `Tries what masque stands on: the native engine, UDP and QUIC over loopback, what the kernel tells beside a datagram, clocks, permissions, tools, configuration. Each line says what is the matter, for which commands, and what to do.

With PROXY also the way to it: its name, UDP, the QUIC handshake, certificate and SETTINGS, the path MTU, and the clock against the certificate. No tunnel is asked for. Without PROXY nothing leaves this host.

Exit codes: 0 everything that is needed is there, 2 wrong usage, 3 something needed is missing or does not work, 70 masque failed.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'And the way to a proxy.', command: '<%= config.bin %> <%= command.id %> proxy.example'},
    {description: 'To attach to a bug report.', command: '<%= config.bin %> <%= command.id %> --json'},
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      description: 'URI template, host[:port], or a profile of masque.toml: also try the way to it.',
    }),
  }
  static override flags = {
    ...{cacert, cert, insecure, key, pin, sni, bind, ipv4, ipv6, resolve, 'connect-to': connectTo},
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({char: 'w', default: 5, description: 'For each phase.', env: 'MASQUE_TIMEOUT'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(Doctor)
    const [{runDoctor}, {seedOf}] = await Promise.all([import('../lib/cli/doctor.js'), import('../lib/cli/run.js')])
    return runDoctor({
      config: this.config,
      proxy: args.proxy,
      reach: await readReach({...flags, 'all-addresses': false}),
      seed: seedOf(flags),
      timeoutMs: flags.timeout * 1000,
      json: flags.json || flags.format !== 'table',
      noColor: flags['no-color'],
      signal: guard.signal,
    })
  }
}
