import {Flags} from '@oclif/core'
import type {InterruptGuard} from '../../lib/cli/interrupt.js'
import {MasqueCommand} from '../../masque-command.js'

export default class ServeResponder extends MasqueCommand {
  static override summary = 'Run a responder: the target that says what really reached it.'
  static override description = `Answers those who hold its key and is silent to everybody else; it never sends more than it received, and only to who asked. docs/responder-protocol.md says the rest.

Without --key-file or MASQUE_RESPONDER_KEY a key is made at start and printed.

Runs until it is interrupted. Exit codes: 0 stopped, 2 wrong usage, 70 masque failed.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --listen 198.51.100.7:4433 --key-file key.txt',
  ]
  static override flags = {
    listen: Flags.string({
      helpValue: 'ADDR:PORT',
      default: '127.0.0.1:4434',
      description: 'Where to listen, UDP; port 0 lets the system choose.',
      env: 'MASQUE_LISTEN',
    }),
    'key-file': Flags.string({helpValue: 'FILE', description: 'The shared key, base64.', env: 'MASQUE_KEY_FILE'}),
  }

  protected async execute(guard: InterruptGuard): Promise<number> {
    const {flags} = await this.parse(ServeResponder)
    const [{runServeResponder}, {openPlatform}, {seedOf}] = await Promise.all([
      import('../../lib/cli/serve-responder.js'),
      import('../../lib/cli/platform.js'),
      import('../../lib/cli/run.js'),
    ])
    return runServeResponder({
      platform: openPlatform(seedOf(flags)),
      signal: guard.signal,
      listen: flags.listen,
      json: flags.json || flags.format !== 'table',
      ...(flags['key-file'] !== undefined && {keyFile: flags['key-file']}),
    })
  }
}
