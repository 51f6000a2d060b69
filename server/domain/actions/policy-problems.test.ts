import { describe, expect, it } from 'vitest'
import type { ActionRule } from './match-rule.ts'
import { actionPacks } from './packs.ts'
import type { ActionPolicy } from './policy.ts'
import { policyProblems } from './policy-problems.ts'

const problems = (rules: readonly ActionRule[], otherwise: ActionPolicy['otherwise'] = 'ask') =>
  policyProblems({ rules, otherwise })

describe('policyProblems', () => {
  it.each(['careful', 'closed', 'open'] as const)('the pack %s has none', (name) => {
    expect(policyProblems(actionPacks[name])).toEqual([])
  })

  it.each<[string, ActionRule[], ActionPolicy['otherwise'], RegExp]>([
    ['a rule that names nothing', [{ effect: 'allow' }], 'ask', /^Rule 1 allows everything that can be understood/],
    [
      'a deny that names nothing',
      [{ effect: 'deny', tool: '*', pattern: '*' }],
      'ask',
      /^Rule 1 names nothing, so it denies everything/,
    ],
    ['an empty pattern', [{ effect: 'deny', pattern: ' ' }], 'ask', /^Rule 1 has an empty/],
    ['a list without deeds', [{ effect: 'deny', does: [] }], 'ask', /^Rule 1 names no deed/],
    ['a shell that may do anything', [{ effect: 'allow', pattern: 'bash *' }], 'ask', /runs whatever it is told/],
    ['any short name', [{ effect: 'allow', pattern: '* x' }], 'ask', /allows any command that fits “\*”/],
    ['leave to destroy', [{ effect: 'allow', does: ['wipe'] }], 'ask', /cannot be taken back/],
    [
      'a pattern with a pipe',
      [{ effect: 'deny', pattern: 'curl * | sh' }],
      'ask',
      /never fits: commands are taken apart/,
    ],
    ['a pattern with quotes', [{ effect: 'deny', pattern: 'echo "x"' }], 'ask', /never fits as written/],
    ['a pattern without end', [{ effect: 'deny', pattern: 'x'.repeat(201) }], 'ask', /longer than 200/],
    ['everything allowed', [{ effect: 'allow', pattern: 'ls' }], 'allow', /everything is allowed\.$/],
    ['rules that change nothing', [{ effect: 'deny', pattern: 'ls' }], 'deny', /change nothing/],
    [
      'a contradiction',
      [
        { effect: 'allow', pattern: 'npm ci' },
        { effect: 'ask', pattern: 'npm ci' },
      ],
      'ask',
      /^Rules 1 and 2 contradict each other on “npm ci”: rule 1 answers first/,
    ],
    [
      'a contradiction with a deny',
      [
        { effect: 'allow', pattern: 'npm ci' },
        { effect: 'deny', pattern: 'npm ci' },
      ],
      'ask',
      /rule 2 wins, rule 1 never decides/,
    ],
    [
      'a rule behind a broader one',
      [
        { effect: 'ask', pattern: 'git *' },
        { effect: 'allow', pattern: 'git push' },
      ],
      'ask',
      /^Rule 2 never decides: rule 1 \(ask “git \*”\)/,
    ],
    [
      'a rule that is denied anyway',
      [
        { effect: 'allow', pattern: 'rm -rf build' },
        { effect: 'deny', pattern: 'rm -rf' },
      ],
      'ask',
      /^Rule 1 never decides: rule 2/,
    ],
    [
      'a repeated rule',
      [
        { effect: 'allow', pattern: 'ls *' },
        { effect: 'allow', pattern: 'ls -l' },
      ],
      'ask',
      /^Rule 2 never decides/,
    ],
    [
      'a tool behind its family',
      [
        { effect: 'ask', tool: 'http_*' },
        { effect: 'allow', tool: 'http_get' },
      ],
      'ask',
      /^Rule 2 never decides/,
    ],
    ['a shell tool without limits', [{ effect: 'allow', tool: 'bash' }], 'ask', /whatever it is told to run/],
    [
      'too many rules',
      Array.from({ length: 201 }, (_, at) => ({ effect: 'allow' as const, pattern: `x${at}` })),
      'ask',
      /^There are 201 rules/,
    ],
  ])('%s is named', (_, rules, otherwise, sentence) => {
    expect(problems(rules, otherwise).some((each) => sentence.test(each))).toBe(true)
  })

  it.each<[string, ActionRule[]]>([
    [
      'an exception before the rule',
      [
        { effect: 'allow', pattern: 'git status' },
        { effect: 'ask', pattern: 'git *' },
      ],
    ],
    [
      'a deny inside what is allowed',
      [
        { effect: 'allow', pattern: 'npm *' },
        { effect: 'deny', pattern: 'npm publish' },
      ],
    ],
    [
      'different tools',
      [
        { effect: 'ask', tool: 'a' },
        { effect: 'allow', tool: 'b' },
      ],
    ],
    [
      'a deed and a command',
      [
        { effect: 'deny', does: ['wipe'] },
        { effect: 'allow', pattern: 'rm *' },
      ],
    ],
  ])('%s is no problem', (_, rules) => expect(problems(rules)).toEqual([]))
})
