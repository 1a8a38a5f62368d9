/** Credentials among header fields: told by their names, and never written anywhere by their values. */
import type {HeaderList} from '../http/transport.js'

export const SECRET = '[secret]'

/** Of ours: also what only looks like a credential, as anybody may name a field of their own. */
export const SECRET_REQUEST_FIELD = /auth|cookie|token|secret|key/i
/** Of the peer's: challenges (WWW-Authenticate) are no secrets, and a diagnosis needs them. */
const IN_RESPONSES = /^set-cookie2?$/i

export function requestFields(headers: HeaderList): HeaderList {
  return without(headers, SECRET_REQUEST_FIELD)
}

export function responseFields(headers: HeaderList): HeaderList {
  return without(headers, IN_RESPONSES)
}

function without(headers: HeaderList, names: RegExp): HeaderList {
  return headers.map(([name, value]) => [name, names.test(name) ? SECRET : value])
}
