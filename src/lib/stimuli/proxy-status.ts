/** Proxy-Status as RFC 9209 has it: what its members may hold, and which status goes with which error. */
import {parseItems, Token, type Item} from '../wire/structured-field.js'

/** With the status recommended for each (RFC 9209 section 2.3); undefined: any 4xx that fits. */
export const ERRORS: Readonly<Record<string, number | undefined>> = {
  dns_timeout: 504,
  dns_error: 502,
  destination_not_found: 500,
  destination_unavailable: 503,
  destination_ip_prohibited: 502,
  destination_ip_unroutable: 502,
  connection_refused: 502,
  connection_terminated: 502,
  connection_timeout: 504,
  connection_read_timeout: 504,
  connection_write_timeout: 504,
  connection_limit_reached: 503,
  tls_protocol_error: 502,
  tls_certificate_error: 502,
  tls_alert_received: 502,
  http_request_error: undefined,
  http_request_denied: 403,
  http_response_incomplete: 502,
  http_response_header_section_size: 502,
  http_response_header_size: 502,
  http_response_body_size: 502,
  http_response_trailer_section_size: 502,
  http_response_trailer_size: 502,
  http_response_transfer_coding: 502,
  http_response_content_coding: 502,
  http_response_timeout: 504,
  http_upgrade_failed: 502,
  http_protocol_error: 502,
  proxy_internal_response: undefined,
  proxy_internal_error: 500,
  proxy_configuration_error: 500,
  proxy_loop_detected: 502,
}

export type Members = {readonly members: readonly Item[]} | {readonly problem: string}

export function readMembers(lines: readonly string[]): Members {
  const parsed = parseItems(lines)
  return 'value' in parsed ? {members: parsed.value} : {problem: parsed.problem}
}

/** The error of a member, whether it is written as it should be or as a String. */
export function errorOf({parameters}: Item): string | undefined {
  const error = parameters.get('error')
  if (error instanceof Token) return error.toString()
  return typeof error === 'string' ? error : undefined
}

/** Who a member says it is: a String and a Token of the same characters are the same. */
export function nameOf({value}: Item): string {
  return value instanceof Token ? value.toString() : JSON.stringify(value).replace(/^"(.*)"$/, '$1')
}
