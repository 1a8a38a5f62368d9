/**
 * In containers, programs run for users that no list knows and that have no home: asking for it then throws, and
 * libraries ask as soon as they are loaded. To be imported before them.
 */
import {homedir} from 'node:os'

try {
  homedir()
} catch {
  process.env['HOME'] = '/'
}
