import { describe, expect, it } from 'vitest'
import { actionPacks } from './packs.ts'
import { type ActionPolicy, decideAction } from './policy.ts'

const { careful, open } = actionPacks
const decide = (command: string, policy: ActionPolicy = open) => decideAction(policy, { command })

describe('rules', () => {
  const rules = (...given: ActionPolicy['rules']): ActionPolicy => ({ rules: given, otherwise: 'ask' })

  it('the first that fits decides between allow and ask, a deny wins wherever it stands', () => {
    const policy = rules(
      { effect: 'ask', pattern: 'npm publish *' },
      { effect: 'allow', pattern: 'npm *' },
      { effect: 'deny', pattern: 'npm unpublish' },
    )
    expect(decide('npm test', policy)).toMatchObject({ effect: 'allow', rule: 1 })
    expect(decide('npm publish --tag next', policy)).toMatchObject({ effect: 'ask', rule: 0 })
    expect(decide('npm unpublish x', policy)).toMatchObject({ effect: 'deny', rule: 2 })
    expect(decide('cargo publish', policy)).toMatchObject({ effect: 'ask', rule: null })
  })

  it('of several joined commands the most severe answer counts', () => {
    const policy = rules({ effect: 'allow', pattern: 'ls *' }, { effect: 'deny', pattern: 'git push' })
    expect(decide('ls; ls -l', policy).effect).toBe('allow')
    expect(decide('ls; make', policy).effect).toBe('ask')
    expect(decide('make; ls && git push', policy)).toMatchObject({ effect: 'deny', rule: 1 })
  })

  it.each([
    ['git push --force', 'git push origin main --force', true],
    ['git push --force', 'git -C x push -f', true],
    ['git push --force', 'git push', false],
    ['rm -rf', 'rm -r x -f', true],
    ['rm -rf', 'rm --force --recursive x', true],
    ['rm -rf', 'rm -r x', false],
    ['rm', 'grep rm file', false],
    ['rm', '/usr/bin/rm x', true],
    ['/bin/rm', 'rm x', true],
    ['rm', 'RM x', true],
    ['npm run deploy', 'npm run deploy:prod', false],
    ['npm run deploy*', 'npm run deploy:prod', true],
    ['* prod-db', 'psql -h prod-db', true],
    ['* *prod*', 'ssh root@prod-1 ls', true],
    ['curl', 'echo hi && sudo curl https://x.test', true],
    ['curl', 'npm run curl', false],
  ])('to deny, %j is read widely: on %j it fits: %j', (pattern, command, fits) => {
    expect(decide(command, { rules: [{ effect: 'deny', pattern }], otherwise: 'allow' }).effect === 'deny').toBe(fits)
  })

  it.each([
    ['npm test', 'npm test', true],
    ['npm test', 'npm test -- --watch', false],
    ['npm test *', 'npm test -- --watch', true],
    ['npm test', 'npm install x test', false],
    ['npm test', 'sudo npm test', false],
    ['npm test', 'time npm test', true],
    ['npm test', 'LD_PRELOAD=x npm test', false],
    ['npm test', 'npm test > ../out', false],
    ['npm test', 'npm test $X', false],
    ['npm test *', 'npm test $X', false],
    ['echo $X', 'echo $X', true],
    ['ls *', 'ls $(rm x)', false],
    ['ls *', 'lsof x', false],
    ['cat docs/*', 'cat docs/a.md', true],
    ['cat docs/*', 'cat notes/a.md', false],
  ])('to allow, %j is read narrowly: on %j it fits: %j', (pattern, command, fits) => {
    expect(decide(command, rules({ effect: 'allow', pattern })).effect === 'allow').toBe(fits)
  })

  it('a pattern of stars takes no time, however long the text', () => {
    const from = process.cpuUsage()
    decide(`x ${'a'.repeat(20_000)}`, rules({ effect: 'deny', pattern: `x ${'*a'.repeat(90)}b` }))
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(5000)
  })
})

describe('the answer', () => {
  it('says which rule, on what, behind what, and what it does', () => {
    const { why, seen } = decide('echo cm0gLXJmIC8= | base64 -d | sudo sh')
    expect(why).toBe('Rule 1 denies “rm -rf /”, found behind sudo, sh: it deletes a whole disk, home or system folder.')
    expect(seen[0]).toEqual({
      text: 'rm -rf /',
      via: ['sudo', 'sh'],
      does: ['privilege', 'delete', 'delete_tree', 'wipe', 'write_outside'],
      effect: 'deny',
    })
  })

  it('a dangerous text that is only shown gets a note and the rule’s own answer', () => {
    expect(decide('echo "rm -rf /"')).toMatchObject({
      effect: 'allow',
      why: 'No rule speaks against it. It only mentions “rm -rf /”, it does not run it.',
    })
    expect(decide('git commit -m "rm -rf / is never right"', careful).why).toMatch(/only mentions/)
  })

  it('look-alike letters and empty variables are named', () => {
    expect(decide('ｒｍ -rf /').seen[0]?.via).toContain('look-alike letters')
    expect(decide('rm -rf "$NOWHERE"/').seen[0]?.via).toContain('unset variables left empty')
  })
})

describe('the careful pack', () => {
  it.each([
    ['ls -la', 'allow'],
    ['npm test', 'allow'],
    ['git commit -am "x"', 'allow'],
    ['echo hi > notes.md', 'allow'],
    ['echo hi > ../notes.md', 'ask'],
    ['cp a /tmp/b', 'ask'],
    ['npm install left-pad', 'ask'],
    ['curl https://a.example', 'ask'],
    ['git push', 'ask'],
    ['sudo ls', 'ask'],
    ['rm a.txt', 'ask'],
    ['git reset --hard', 'ask'],
    ['some-unknown-tool', 'ask'],
    ['psql -c "UPDATE a SET b=1 WHERE c=2"', 'ask'],
  ])('%j: %s', (command, effect) => expect(decide(command, careful).effect).toBe(effect))
})
