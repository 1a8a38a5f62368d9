/** How the page looks: one column from a phone to a desk, light and dark as the system is. Nothing is loaded for it. */
import {LABELS} from '../../spec/verdict.js'

const COLOURS = `
:root{--ground:#fff;--raised:#f6f7f9;--line:#d5d9df;--text:#1c2024;--dim:#5b6470;--link:#0b57d0;
--good:#146c2e;--bad:#b3261e;--warn:#8a5300;--open:#5b3fa8;--plain:#5b6470;--sent:#0b57d0;--received:#146c2e}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--raised:#1d2126;--line:#383e46;--text:#e7eaee;--dim:#a3acb8;
--link:#8ab4f8;--good:#7bd88f;--bad:#ff9088;--warn:#f3b95f;--open:#c4b0ff;--plain:#a3acb8;--sent:#8ab4f8;--received:#7bd88f}}
`

const PAGE = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1rem;max-width:60rem;background:var(--ground);color:var(--text);
font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
a{color:var(--link)}
code,pre,svg text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{font-size:.9em}
.verdict{border-left:.35rem solid var(--plain);padding:.5rem 0 .5rem 1rem;margin:1rem 0}
.verdict.met{border-color:var(--good)}
.verdict.violated,.verdict.broken{border-color:var(--bad)}
.verdict.inconclusive,.verdict.interrupted{border-color:var(--open)}
.verdict p{margin:.25rem 0}
.facts{display:grid;grid-template-columns:minmax(5rem,max-content) 1fr;gap:.15rem 1rem;margin:.75rem 0}
.facts dt{color:var(--dim)}
.facts dd{margin:0;min-width:0}
.counts{border-collapse:collapse;width:100%}
.counts th,.counts td{text-align:left;font-weight:400;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);
vertical-align:top}
.counts td span{white-space:nowrap;margin-right:.6rem}
.r{border:1px solid var(--line);border-radius:.4rem;margin:.4rem 0;background:var(--raised)}
.r summary{padding:.45rem .75rem;cursor:pointer}
.r summary>span{display:block;padding-left:1.1rem}
.r .title{color:var(--dim)}
.r .inside{padding:0 .75rem .6rem;border-top:1px solid var(--line)}
.r h4{font-size:.9rem;font-weight:400;color:var(--dim);margin:.75rem 0 .25rem}
pre{margin:0;padding:.6rem .75rem;white-space:pre-wrap;border:1px solid var(--line);border-radius:.3rem;
background:var(--ground);font-size:.85rem}
.mark{font-weight:600;white-space:nowrap}
.fail .mark,.error .mark,.mark.fail,.mark.error,.offence{color:var(--bad)}
.warn .mark,.mark.warn{color:var(--warn)}
.pass .mark,.mark.pass{color:var(--good)}
.inconclusive .mark,.mark.inconclusive{color:var(--open)}
.mark{color:var(--plain)}
.excused{border-style:dashed}
@media (max-width:40rem){.counts tr,.counts th,.counts td{display:block}.counts th{border:0;padding-bottom:0}}
`

const FILTER = `
.filter{position:absolute;opacity:0;pointer-events:none}
.labels{display:flex;flex-wrap:wrap;gap:.4rem;margin:1rem 0;padding:0}
.labels label{border:1px solid var(--line);border-radius:1rem;padding:.25rem .8rem;cursor:pointer;background:var(--raised)}
`

const SVG = `
svg{display:block;width:100%;max-width:28rem;height:auto;margin:.25rem 0}
svg text{font-size:11.5px;fill:var(--text)}
svg .t{fill:var(--dim)}
svg .lane{fill:none;stroke:var(--line);stroke-width:1.5}
svg .sent{fill:var(--sent);stroke:var(--sent)}
svg .received{fill:var(--ground);stroke:var(--received);stroke-width:1.5}
svg .local{fill:var(--dim);stroke:none}
.steps{font-size:.9rem;margin:.4rem 0}
.steps ol{padding-left:1.5rem;margin:.4rem 0}
`

/** Which label is asked for is known by the button that is pressed: no script is needed. */
const CHOICES = [
  ...LABELS.map(
    label => `#show-${label}:checked~main .r:not(.${label}),#show-${label}:checked~main .group:not(.has-${label})`,
  ),
].join(',')

const PRESSED = ['all', ...LABELS].map(label => `#show-${label}:checked~main [for=show-${label}]`).join(',')
const FOCUSED = ['all', ...LABELS].map(label => `#show-${label}:focus-visible~main [for=show-${label}]`).join(',')

export const CSS = [
  COLOURS,
  PAGE,
  FILTER,
  SVG,
  `${CHOICES}{display:none}\n${PRESSED}{border-color:var(--text);box-shadow:inset 0 0 0 1px var(--text)}\n`,
  `${FOCUSED}{outline:2px solid var(--link);outline-offset:2px}\n`,
  '@media print{.labels{display:none}.r{break-inside:avoid}}\n',
].join('')
