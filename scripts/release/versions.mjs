// One version everywhere: package, crates, lock file, tag, changelog. What differs is told, all of it.
import {readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The version, and what stands against releasing it. `tag` undefined: none is asked for. */
export function checkVersions(root, tag) {
  const read = path => readFileSync(join(root, path), 'utf8')
  const {version} = JSON.parse(read('package.json'))
  const others = {
    'package-lock.json': JSON.parse(read('package-lock.json')).version,
    'native/Cargo.toml': /\[workspace\.package\]\nversion = "([^"]+)"/.exec(read('native/Cargo.toml'))?.[1],
    'native/Cargo.lock': /name = "masque-engine"\nversion = "([^"]+)"/.exec(read('native/Cargo.lock'))?.[1],
    'oclif.manifest.json': JSON.parse(read('oclif.manifest.json')).version,
    ...(tag !== undefined && {[`tag ${tag}`]: tag.replace(/^v/, '')}),
  }
  const problems = Object.entries(others)
    .filter(([, found]) => found !== version)
    .map(([where, found]) => `package.json says ${version}, ${where} ${found ?? 'nothing'}`)
  return {version, problems: [...problems, ...changelogProblems(read('CHANGELOG.md'), version)]}
}

/** A release has a section of its own, dated, with something in it. */
function changelogProblems(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find(text => text.startsWith(`${version} `))
  if (section === undefined) return [`CHANGELOG.md has no section "## ${version} (YYYY-MM-DD)"`]
  const [title = '', ...lines] = section.split('\n')
  const problems = []
  if (!/^\S+ \(\d{4}-\d\d-\d\d\)$/.test(title)) problems.push(`CHANGELOG.md: "## ${title}" has no date`)
  if (!lines.some(line => line.startsWith('- '))) problems.push(`CHANGELOG.md: nothing is said of ${version}`)
  return problems
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {version, problems} = checkVersions(join(dirname(process.argv[1]), '..', '..'), process.argv[2])
  console.log(problems.length === 0 ? version : problems.join('\n'))
  process.exitCode = problems.length === 0 ? 0 : 1
}
