/** What SETTINGS that offer no tunnel, or no datagrams, mean for the owner of the server, and what to do about it. */
import type {Diagnosis} from '../../report/document.js'
import * as settings from '../../wire/h3-settings.js'

type List = readonly settings.Setting[]

/** RFC 9220 section 3: without this setting a client must not ask. Which server it is, nobody can tell from here. */
export function noExtendedConnect(list: List): Diagnosis {
  const off = settings.value(list, settings.ENABLE_CONNECT_PROTOCOL) !== undefined
  const lacking = `the server ${off ? 'switches off' : 'does not announce'} ENABLE_CONNECT_PROTOCOL (0x8, RFC 9220)`
  const draft = draftDatagram(list)
  if (draft) {
    return {
      code: 'draft-settings',
      meaning: `${lacking}, so clients must not ask it for tunnels; and it announces datagrams only as ${draft}, not as H3_DATAGRAM (0x33): a dialect that RFC 9297 replaced in 2022`,
      fault: 'unknown',
      next: 'if this is the proxy, update its HTTP/3 library to RFC 9297, and switch on extended CONNECT and datagrams there: SETTINGS must have 0x8 = 1 and should have 0x33 = 1; until then --dialect draft-settings asks it all the same',
    }
  }
  if (settings.value(list, settings.H3_DATAGRAM) === 1n) {
    return {
      code: 'no-extended-connect',
      meaning: `${lacking}, so it offers no tunnels over HTTP/3, though it does announce datagrams (H3_DATAGRAM)`,
      fault: 'unknown',
      next: 'check that this is the proxy; if it is, switch on extended CONNECT in its HTTP/3 library: datagrams alone do not do that',
    }
  }
  return {
    code: 'no-extended-connect',
    meaning: `${lacking}, so it offers no tunnels over HTTP/3`,
    fault: 'unknown',
    next: 'check that this is the proxy and not another web server; if it is, switch on extended CONNECT',
  }
}

/** Worth a remark on a tunnel that works all the same. `agreed`: both sides take the draft's setting for the RFC's. */
export function noDatagrams(list: List, agreed: boolean): string {
  const draft = draftDatagram(list)
  if (draft && agreed) return `SETTINGS announce datagrams only as ${draft}; we did the same, as --dialect asks for`
  if (!draft) return 'SETTINGS lack H3_DATAGRAM (0x33): datagrams travel in capsules (RFC 9297 section 2.1.1)'
  return `SETTINGS announce datagrams only as ${draft}; since RFC 9297 it is H3_DATAGRAM (0x33), so datagrams travel in capsules until the server is updated`
}

/** The newest draft that these SETTINGS speak, with its code point; undefined if they speak the RFC, or none. */
function draftDatagram(list: List): string | undefined {
  if (settings.value(list, settings.H3_DATAGRAM) !== undefined) return undefined
  for (const [id, draft] of settings.DRAFT_DATAGRAM) {
    const value = settings.value(list, id)
    if (value !== undefined && value > 0n) return `${draft} did (0x${id.toString(16)} = ${value})`
  }
  return undefined
}
