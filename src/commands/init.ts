import {Flags} from '@oclif/core'
import {MasqueCommand} from '../masque-command.js'

export default class Init extends MasqueCommand {
  static override forgivesConfiguration = true
  static override summary = 'Write a masque.toml with every setting there is, commented.'
  static override description = `Into the working directory; a file that exists is left alone unless --force is given. Nothing in it is set until you take away a #.

Exit codes: 0 written, 2 there is one already, or it cannot be written.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'For all your directories.',
      command: '<%= config.bin %> <%= command.id %> --stdout > ~/.config/masque/config.toml',
    },
  ]
  static override flags = {
    force: Flags.boolean({description: 'Overwrite the file that is there.'}),
    stdout: Flags.boolean({description: 'Print it instead.', exclusive: ['force']}),
  }

  protected async execute(): Promise<number> {
    const {flags} = await this.parse(Init)
    const {init} = await import('../lib/cli/init.js')
    await init(this.config, flags)
    return 0
  }
}
