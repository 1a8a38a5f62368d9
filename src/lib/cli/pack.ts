/** Packs a bundle and says on stderr what is in it, and above all what is not. */
import {bundleRuns, type BundleRuns} from './bundle-runs.js'
import {toolFacts} from './run.js'

export interface PackFlags extends Pick<BundleRuns, 'bundle' | 'files' | 'redactor' | 'signal'> {
  readonly with?: readonly string[] | undefined
  readonly 'include-secrets': boolean
  readonly quiet: boolean
}

/** @throws CliError, Interrupted */
export async function packAndTell(flags: PackFlags): Promise<void> {
  const {bundle, quiet} = flags
  const {packed, left} = await bundleRuns({
    ...flags,
    with: flags.with ?? [],
    includeSecrets: flags['include-secrets'],
    tool: toolFacts(null),
  })
  if (quiet) return
  process.stderr.write(`${bundle}: ${packed.length} files\n`)
  for (const {file, why} of left) process.stderr.write(`left out ${file}: ${why}\n`)
}
