import {Args} from '@oclif/core'
import {MasqueCommand} from '../../masque-command.js'

export default class ConfigShow extends MasqueCommand {
  static override summary = 'Show every setting, and where its value comes from.'
  static override description = `The strongest first: a flag, its environment variable (MASQUE_<FLAG>), the profile named as PROXY, masque.toml in the working directory, config.toml in the user's folder, the default. Secrets are not shown.

Exit codes: 0 shown, 2 a file is wrong: the message names file, line and key.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'As it would be for one profile.', command: '<%= config.bin %> <%= command.id %> office'},
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override args = {
    profile: Args.string({name: 'PROFILE', description: 'Show what applies when this profile is named as PROXY.'}),
  }

  protected async execute(): Promise<number> {
    const {args, flags} = await this.parse(ConfigShow)
    const {configShow} = await import('../../lib/cli/config-show.js')
    process.stdout.write(await configShow(this.config, args.profile, flags.json || flags.format !== 'table'))
    return 0
  }
}
