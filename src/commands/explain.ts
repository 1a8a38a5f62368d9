import {Args} from '@oclif/core'
import {MasqueCommand} from '../masque-command.js'

export default class Explain extends MasqueCommand {
  static override summary = 'What does a requirement, or an error code, say?'
  static override description = `A requirement: what is asked and why, what a test does to see it, what counts as what, what else looks like it, and where to look in an implementation that fails. The beginning of an id lists what is below it.

An error code, in any base or by name: what it says in HTTP/3, HTTP/2, QUIC and TLS, as a number alone does not say which.

Exit codes: 0 told, 2 nothing is known of it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> rfc9298/5/unknown-context',
    {description: 'What there is of a section.', command: '<%= config.bin %> <%= command.id %> rfc9484/4.7'},
    '<%= config.bin %> <%= command.id %> 270',
    '<%= config.bin %> <%= command.id %> H3_DATAGRAM_ERROR --json',
  ]
  static override args = {
    what: Args.string({name: 'ID|CODE', required: true, description: 'An id, the beginning of one, or an error code.'}),
  }

  protected async execute(): Promise<number> {
    const {args, flags} = await this.parse(Explain)
    const [{explain}, {stdoutLook}] = await Promise.all([import('../lib/cli/explain.js'), import('../lib/cli/look.js')])
    const asJson = flags.json || flags.format !== 'table'
    process.stdout.write(await explain(args.what, asJson, stdoutLook(flags['no-color'])))
    return 0
  }
}
