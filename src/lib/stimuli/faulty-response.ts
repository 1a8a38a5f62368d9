/** Faults in what a proxy answers: the honest head, with something put in, left out or changed. */
import type {Head, HeaderList, HttpVersion} from '../http/transport.js'
import type {Fault} from '../spec/probe.js'

type Edit = (head: Head) => Head

/** Of the answer that opens a tunnel. */
export function successWith(edit: Edit, over?: readonly HttpVersion[]): Fault {
  return honest => ({
    http: {success: (destination, asked) => edit(honest.http.success(destination, asked))},
    ...(over && {over}),
  })
}

/** Of the answers that refuse one. */
export function refusalWith(edit: Edit): Fault {
  return honest => ({http: {refuse: reason => edit(honest.http.refuse(reason))}})
}

export function without(name: string): Edit {
  return head => ({...head, headers: head.headers.filter(([each]) => each.toLowerCase() !== name)})
}

/** In place of those of the same names. */
export function withFields(...fields: HeaderList): Edit {
  return head => ({
    ...head,
    headers: [
      ...head.headers.filter(([name]) => !fields.some(([other]) => other.toLowerCase() === name.toLowerCase())),
      ...fields,
    ],
  })
}

export function withStatus(status: number): Edit {
  return head => ({...head, status})
}
