import {Args, Flags} from '@oclif/core'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import {httpFlag, mayBeClear, readHttp} from '../../lib/cli/http-flag.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {seconds} from '../../lib/cli/parsers.js'
import {reachFlags, readHeaders, readReach} from '../../lib/cli/reach-flags.js'
import {readScope, scopeFlags} from '../../lib/cli/scope-flags.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ForwardIp extends MasqueCommand {
  static override summary = 'A network interface whose packets go through PROXY, for any program (root, Linux).'
  static override description = `Makes a TUN device, opens a CONNECT-IP tunnel (RFC 9484), asks for an address of each family, and gives the device what the proxy assigns and advertises: addresses, routes, and the MTU of the tunnel, with ip of iproute2. What the proxy changes later is changed here as well. When the tunnel is lost, the next one is opened.

Routes to everything are left out unless --default-route asks for them; the way to the proxy itself never leads into the tunnel. The device goes with the command, and addresses and routes with it.

Runs until it is interrupted. Exit codes: 0 stopped, 2 wrong usage or not permitted, 3 no tunnel or no address at the start, 70 masque failed.`
  static override examples = [
    'sudo <%= config.bin %> <%= command.id %> proxy.example --tun masque0',
    'sudo <%= config.bin %> <%= command.id %> proxy.example --tun masque0 --default-route',
    'sudo <%= config.bin %> <%= command.id %> proxy.example --tun masque0 --scope-target 192.0.2.0/24 --no-configure',
  ]
  static override args = {
    proxy: Args.string({
      name: 'PROXY',
      required: true,
      description: 'URI template, host[:port], a profile of masque.toml, or self.',
    }),
  }
  static override flags = {
    tun: Flags.string({
      helpValue: 'NAME',
      required: true,
      description: 'Name of the device: up to 15 letters; %d in it is a number that is free.',
      env: 'MASQUE_TUN',
    }),
    configure: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Set addresses, routes and MTU; --no-configure prints the commands instead.',
      env: 'MASQUE_CONFIGURE',
    }),
    'default-route': Flags.boolean({
      description: 'Take routes to everything, too.',
      env: 'MASQUE_DEFAULT_ROUTE',
    }),
    ...scopeFlags,
    ...reachFlags,
    http: httpFlag({description: 'Version of HTTP; repeatable: the first that works. 3, 2, then 1.1 by default.'}),
    datagrams: Flags.option({
      options: ['auto', 'frames', 'capsules'] as const,
      description: 'How packets travel: QUIC DATAGRAM frames, DATAGRAM capsules, or as negotiated.',
      env: 'MASQUE_DATAGRAMS',
    })({default: 'auto'}),
    timeout: seconds(
      'timeout',
      0.05,
      600,
    )({char: 'w', default: 5, description: 'For each step to a tunnel.', env: 'MASQUE_TIMEOUT'}),
    pcap: evidenceFlags.pcap,
    keylog: evidenceFlags.keylog,
    qlog: evidenceFlags.qlog,
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {args, flags} = await this.parse(ForwardIp)
    const [{runForwardIp}, {openForward}, {needEngine}, {readProxy}] = await Promise.all([
      import('../../lib/cli/forward-ip.js'),
      import('../../lib/cli/forward.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/proxy-argument.js'),
    ])
    const http = readHttp(flags.http)
    const proxy = readProxy(args.proxy, 'ip', mayBeClear(http))
    const scope = readScope(flags, proxy)
    const reach = await readReach(flags)
    const headers = await readHeaders(flags, `masque/${this.config.version}`)
    return runForwardIp({
      // The device is the engine's, whatever the version of HTTP.
      ...(await openForward(flags, 'forward ip', needEngine)),
      proxy,
      scope,
      reach,
      headers,
      http: http.versions,
      device: flags.tun,
      configure: flags.configure,
      defaultRoute: flags['default-route'],
      datagrams: flags.datagrams,
      timeoutMs: flags.timeout * 1000,
      signal: guard.signal,
    })
  }
}
