import { destructive, worthAsking } from './deeds/catalogue.ts'
import type { ActionRule } from './match-rule.ts'
import type { ActionPolicy } from './policy.ts'

const neverDestroy: ActionRule = { effect: 'deny', does: destructive, note: 'it cannot be taken back' }

const looks = `ls *|ll *|pwd|cat *|head *|tail *|wc *|nl *|echo *|printf *|true|date *|whoami|id|uname *|which *|file *|stat *|du *|df *|tree *|cd *
  |grep *|egrep *|rg *|diff *|cmp *|sort *|uniq *|cut *|tr *|column *|jq *|find *|basename *|dirname *|realpath *|md5sum *|sha256sum *|test *
  |git status *|git log *|git diff *|git show *|git branch|git blame *|git ls-files *|git rev-parse *|git describe *|git grep *|git rm --cached *
  |git add *|git commit *|node --version|npm --version|python --version|python3 --version`
const builds = `npm test *|npm run test *|npm run lint *|npm run format *|npm run check *|npm run build *|npm run typecheck *|npm ls *|pnpm test *
  |yarn test *|pytest *|python -m pytest *|go test *|go build *|go vet *|cargo test *|cargo build *|cargo check *|cargo fmt *|make test|make build
  |tsc *|eslint *|biome *|prettier *|vitest *|jest *|ruff *|mypy *`

const allowed = (patterns: string): ActionRule[] =>
  patterns.split('|').map((pattern) => ({ effect: 'allow', pattern: pattern.trim() }))

/** The rules a room may start from: `careful` asks about whatever leaves the working folder, `open` denies only what cannot be taken back, `closed` denies everything. */
export const actionPacks = {
  careful: {
    rules: [
      neverDestroy,
      { effect: 'ask', does: worthAsking, note: 'it reaches outside the working folder or cannot easily be undone' },
      ...allowed(looks),
      ...allowed(builds),
      { effect: 'allow', does: ['write'], note: 'it stays in the working folder' },
    ],
    otherwise: 'ask',
  },
  open: { rules: [neverDestroy], otherwise: 'allow' },
  closed: { rules: [], otherwise: 'deny' },
} as const satisfies Record<string, ActionPolicy>
