/** Links in reports: only to where the documents are, whatever a saved run says. */

const OURS = /^https:\/\/(www\.rfc-editor\.org|datatracker\.ietf\.org)\/[\w./#-]*$/

export function linkOf(reference: string | undefined): string | undefined {
  return reference !== undefined && OURS.test(reference) ? reference : undefined
}
