import {Flags} from '@oclif/core'
import {evidenceFlags} from '../../lib/cli/evidence-flags.js'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {dialectNames} from '../../lib/tunnel/dialect/dialects.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ServeProxy extends MasqueCommand {
  static override summary =
    'Run the reference proxy for UDP and IP (RFC 9298 and RFC 9484 over HTTP/3, HTTP/2 and HTTP/1.1).'
  static override description = `Honest in every point of RFC 9298: names are resolved before the response, refusals explain themselves in Proxy-Status, packets leave with DF set and Not-ECT, larger ones are dropped in silence, an idle tunnel is closed after four minutes and not before.

IP tunnels (RFC 9484) lead to a virtual network inside this process, which needs no privileges: two routers, and hosts that answer echo, UDP and TCP. With --ip tun they lead to this kernel, which must forward; address translation is not done here.

Without --cert and --key a certificate is made at start, and its pin printed for clients (--pin). Loopback, private, link-local, multicast and own addresses are refused as targets unless allowed.

Runs until it is interrupted. Exit codes: 0 stopped, 2 wrong usage, 70 masque failed.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --listen 127.0.0.1:4433 --allow-target 127.0.0.1',
    '<%= config.bin %> <%= command.id %> --fault rfc9298/5/unknown-context#forwards-it',
    '<%= config.bin %> <%= command.id %> --ip tun --ip-pool 10.77.0.0/24 --ip-pool fd00:77::/64',
    '<%= config.bin %> <%= command.id %> --listen 192.0.2.1:443 --cert cert.pem --key key.pem --allow-target 10.0.0.0/8',
  ]
  static override flags = {
    listen: Flags.string({
      helpValue: 'ADDR:PORT',
      default: '127.0.0.1:4433',
      description: 'Where to listen, UDP and TCP; port 0 lets the system choose.',
      env: 'MASQUE_LISTEN',
    }),
    cert: Flags.string({
      helpValue: 'FILE',
      description: 'Certificate chain (PEM).',
      dependsOn: ['key'],
      env: 'MASQUE_CERT',
    }),
    key: Flags.string({
      helpValue: 'FILE',
      description: 'Its private key (PEM).',
      dependsOn: ['cert'],
      env: 'MASQUE_KEY',
    }),
    name: Flags.string({
      multiple: true,
      helpValue: 'NAME',
      description: 'A name or address for the certificate made at start; repeatable.',
      exclusive: ['cert'],
      env: 'MASQUE_NAME',
    }),
    'allow-target': Flags.string({
      multiple: true,
      helpValue: 'NETWORK',
      description: "Allow targets that would be refused: an address, a prefix like 10.0.0.0/8, or 'any'; repeatable.",
      env: 'MASQUE_ALLOW_TARGET',
    }),
    dialect: Flags.option({
      options: dialectNames,
      description: 'A known deviation from the RFCs to understand as well.',
      env: 'MASQUE_DIALECT',
    })(),
    ip: Flags.option({
      options: ['virtual', 'tun', 'off'] as const,
      default: 'virtual',
      description:
        'Where IP tunnels (RFC 9484) lead: a virtual network inside this process, this kernel through a TUN device (root), or nowhere.',
      env: 'MASQUE_IP',
    })(),
    'ip-pool': Flags.string({
      multiple: true,
      helpValue: 'PREFIX',
      description: 'Addresses for clients of IP tunnels; repeatable. The first of each prefix is the proxy itself.',
      env: 'MASQUE_IP_POOL',
    }),
    'ip-route': Flags.string({
      multiple: true,
      helpValue: 'PREFIX',
      description: 'With --ip tun: where clients may go; repeatable, everywhere by default.',
      env: 'MASQUE_IP_ROUTE',
    }),
    tun: Flags.string({
      helpValue: 'NAME',
      default: 'masque%d',
      description: 'With --ip tun: what to call the device; %d is a number of the kernel.',
      env: 'MASQUE_TUN',
    }),
    http: Flags.option({
      multiple: true,
      options: ['3', '2', '1.1'] as const,
      description: 'Version of HTTP to speak; repeatable, all by default.',
      env: 'MASQUE_HTTP',
    })(),
    clear: Flags.boolean({
      description: 'HTTP/2 and HTTP/1.1 in clear text: for use behind something that ends TLS.',
      env: 'MASQUE_CLEAR',
    }),
    fault: Flags.string({
      multiple: true,
      helpValue: 'ID#NAME',
      description:
        'Be wrong on purpose, in what a requirement asks: rfc9298/5/unknown-context#forwards-it; repeatable. masque explain ID names them.',
      env: 'MASQUE_FAULT',
    }),
    keylog: evidenceFlags.keylog,
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {flags} = await this.parse(ServeProxy)
    const [{runServeProxy}, {openPlatform}, {begin, openEvidence}, {KEEP_ALL}, {seedOf, toolFacts}] = await Promise.all(
      [
        import('../../lib/cli/serve-proxy.js'),
        import('../../lib/cli/platform.js'),
        import('../../lib/cli/evidence.js'),
        import('../../lib/redact/redactor.js'),
        import('../../lib/cli/run.js'),
      ],
    )
    const seed = seedOf(flags)
    const platform = openPlatform(seed)
    const about = {tool: toolFacts(platform.engine), command: 'serve proxy', seed, began: begin(platform.clock)}
    return runServeProxy({
      platform,
      evidence: await openEvidence({keylog: flags.keylog, redact: KEEP_ALL, ...about}),
      signal: guard.signal,
      listen: flags.listen,
      names: flags.name ?? [],
      allow: flags['allow-target'] ?? [],
      faults: flags.fault ?? [],
      http: flags.http ?? [],
      clear: flags.clear,
      ip: {
        kind: flags.ip,
        tun: flags.tun,
        pools: flags['ip-pool'] ?? [],
        routes: flags['ip-route'] ?? [],
      },
      json: flags.json || flags.format !== 'table',
      quiet: flags.quiet,
      ...(flags.dialect !== undefined && {dialect: flags.dialect}),
      ...(flags.cert !== undefined && flags.key !== undefined && {identity: {cert: flags.cert, key: flags.key}}),
    })
  }
}
