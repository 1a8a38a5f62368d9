/** Versions of HTTP as people name them; `auto` is the order in which they are tried. */
import type {HttpVersion} from '../../http/transport.js'
import {choice, type Param} from '../grammar/param.js'
import type {HttpChoice} from '../outer/outer.js'

const names = choice(['3', '2', '1.1', 'auto'])

export const AUTO: HttpChoice = ['3', '2', '1.1']

export function httpChoice(name: HttpVersion | 'auto'): HttpChoice {
  return name === 'auto' ? AUTO : [name]
}

export const httpParam: Param<HttpChoice> = {...names, read: token => httpChoice(names.read(token))}

export function httpWords(http: HttpChoice): string {
  return http.length > 1 ? 'auto' : http[0]
}
