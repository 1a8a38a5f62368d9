/** Files and variables that steer masque, or look as if they did. */
import {join} from 'node:path'
import type {Context} from '../context.js'
import {failed, missing, ok, warning, type Finding} from '../finding.js'

export async function configuration({configuration: {files, problem, profiles}}: Context): Promise<Finding> {
  const read = files.filter(file => file.read).map(({file}) => file)
  const facts = {files: read.join(', '), profiles: profiles.join(', ')}
  if (problem) {
    return failed({
      detail: problem.message,
      meaning: 'every other command refuses to run (exit code 2)',
      next: problem.next ?? 'mend that line, or move the file away',
      facts,
    })
  }
  if (read.length === 0) return ok(`no file: ${files.map(({file}) => file).join(' and ')} would be read`, facts)
  return ok(`${read.join(', ')}${profiles.length > 0 ? `; profiles: ${profiles.join(', ')}` : ''}`, facts)
}

const OTHERS_PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']

export async function variables({host: {env}, configuration: {strayVariables}}: Context): Promise<Finding> {
  const proxies = OTHERS_PROXIES.filter(name => (env[name] ?? '') !== '')
  const facts = {proxies: proxies.join(', '), stray: strayVariables.map(({name}) => name).join(', ')}
  const [stray] = strayVariables
  if (stray) {
    return warning({
      detail: `${stray.name} is no setting of masque`,
      meaning: 'it has no effect',
      next: stray.meant === undefined ? 'masque config show lists the settings' : `did you mean ${stray.meant}?`,
      facts,
    })
  }
  if (proxies.length === 0) return ok('none that are misleading', facts)
  return warning({
    detail: `${proxies.join(', ')} ${proxies.length === 1 ? 'is' : 'are'} set`,
    meaning:
      'masque does not use them: it goes to the PROXY you name, directly. If this network lets nothing out but through them, UDP will not work',
    facts,
  })
}

/** The scripts are in a cache; whether the shell reads them, its start-up file says. */
export async function completion({host}: Context): Promise<Finding> {
  const texts = await Promise.all(
    ['.bashrc', '.bash_profile', '.profile', '.zshrc'].map(name => host.read(join(host.home, name))),
  )
  const installed = texts.some(text => text?.includes('MASQUE_AC_'))
  if (installed) return ok('installed', {installed})
  const shell = host.env['SHELL']?.endsWith('zsh') ? 'zsh' : 'bash'
  return missing({
    detail: 'not installed',
    meaning: 'the Tab key does not complete commands and flags',
    next: `masque autocomplete ${shell}`,
    facts: {installed},
  })
}
