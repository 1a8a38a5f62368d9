import {Args} from '@oclif/core'
import {SCHEMA_NAMES, type SchemaName} from '../lib/report/schema-names.js'
import {MasqueCommand} from '../masque-command.js'

export default class Schema extends MasqueCommand {
  static override forgivesConfiguration = true
  static override summary = 'Print the JSON Schema of a document.'
  static override description = `result: what --json prints. udp-facts, ip-facts: the facts in a result of probe udp, or probe ip. run: a line of what --save writes. several: masque report --json with more than one run. diff: masque diff --json. doctor: masque doctor --json. error: --json when a command fails. config: masque.toml, for editors.

The schemas are drafts 2020-12, made from the definitions the program itself checks with; docs/schema holds them too.

Exit codes: 0 printed, 2 there is no document of that name.`
  static override examples = [
    {description: 'Of results.', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'Let an editor check masque.toml.',
      command: '<%= config.bin %> <%= command.id %> config > masque.schema.json',
    },
  ]
  static override args = {
    name: Args.string({name: 'NAME', options: [...SCHEMA_NAMES], default: 'result', description: 'Which document.'}),
  }

  protected async execute(): Promise<number> {
    const {args} = await this.parse(Schema)
    const {schemaText} = await import('../lib/cli/schema.js')
    process.stdout.write(schemaText(args.name as SchemaName, this.config))
    return 0
  }
}
