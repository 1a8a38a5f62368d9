/** What SETTINGS of HTTP/2 that are missing, or offer no tunnel, mean for the owner of the server. */
import type {Diagnosis} from '../../report/document.js'
import * as settings from '../../wire/h2-settings.js'

export function noH2Settings(waitedMs: number): Diagnosis {
  return {
    code: 'no-h2-settings',
    meaning: `TLS is there, and HTTP/2 was agreed on, but no SETTINGS came within ${waitedMs / 1000} s, though they must be the server's first frame (RFC 9113 section 3.4)`,
    fault: 'unknown',
    next: 'try again; a server that hangs and a way that died look the same here: look into its log',
  }
}

/** RFC 8441 section 3: without this setting a client must not ask. Which server it is, nobody can tell from here. */
export function noH2ExtendedConnect(list: readonly settings.Setting[]): Diagnosis {
  const off = settings.value(list, settings.ENABLE_CONNECT_PROTOCOL) !== undefined
  return {
    code: 'no-extended-connect',
    meaning: `the server ${off ? 'switches off' : 'does not announce'} ENABLE_CONNECT_PROTOCOL (0x8, RFC 8441), so it offers no tunnels over HTTP/2`,
    fault: 'unknown',
    next: 'check that this is the proxy and not another web server; if it is, switch on extended CONNECT in its HTTP/2 library',
  }
}
