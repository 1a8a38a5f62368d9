/** The command line is tested as it is installed, from dist: made anew, so that no test runs yesterday's program. */
import {execa} from 'execa'

export default async function build(): Promise<void> {
  await execa('npm', ['run', '--silent', 'build'], {stderr: 'ignore'})
}
