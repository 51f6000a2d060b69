// The floors of the house, lowest first. A file may import its own floor and any floor below it.
const floors = [
  ['domain'],
  ['contract', 'env[.]ts'],
  ['store', 'adapters'],
  ['commands', 'queries'],
  ['coordinator', 'doors', 'gateway', 'auth'],
  ['main[.]ts', 'wiring'],
]
const on = (names) => `^server/(${names.join('|')})`
const ours = '^(server|app|components)/'
const test = '[.]test[.]tsx?$'
const no = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    no('cycles', {}, { circular: true }),
    no('lost-import', {}, { couldNotResolve: true }),
    ...floors
      .slice(0, -1)
      .map((names, i) =>
        no(`climbing-from-${names[0]}`, { path: on(names), pathNot: test }, { path: on(floors.slice(i + 1).flat()) }),
      ),
    no('impure-domain', { path: '^server/domain/', pathNot: test }, { pathNot: '^server/domain/' }),
    no(
      'store-meets-adapters',
      { path: '^server/(store|adapters)/' },
      { path: '^server/(store|adapters)/', pathNot: '^server/$1/' },
    ),
    no(
      'adapter-meets-adapter',
      { path: '^server/adapters/([^/]+)/' },
      { path: '^server/adapters/', pathNot: ['^server/adapters/$1/', '^server/adapters/egress'] },
    ),
    no(
      'adapter-used-inside',
      { path: '^server/(commands|queries|coordinator|gateway|auth)/', pathNot: test },
      { path: '^server/adapters/' },
    ),
    no(
      'coordinator-meets-gateway',
      { path: '^server/(coordinator|gateway)/' },
      { path: '^server/(coordinator|gateway)/', pathNot: '^server/$1/' },
    ),
    no(
      'apart',
      { path: '^server/(crew|drills)/', pathNot: test },
      { path: '^server/', pathNot: '^server/($1|contract|domain)/' },
    ),
    no(
      'not-for-product',
      { path: ours, pathNot: [test, '^server/(crew|drills|testing|launch)/'] },
      { path: '^server/(crew|drills|launch)/' },
    ),
    no('prisma-outside-store', { path: ours, pathNot: '^server/store/' }, { path: '@prisma/client|^prisma/generated' }),
    no(
      'migrations-outside-launch',
      { path: ours, pathNot: [test, '^server/(launch|testing)/'] },
      { path: '^prisma/[^/]+[.]ts$' },
    ),
    no('testing-in-product', { path: ours, pathNot: [test, '^server/testing/'] }, { path: '^server/testing/' }),
    no('browser-past-contract', { path: '^components/' }, { path: '^server/', pathNot: '^server/(domain|contract)/' }),
    no(
      'app-past-the-door',
      { path: '^app/' },
      { path: '^server/', pathNot: '^server/(doors|auth|queries|contract|domain)/' },
    ),
    no('server-knows-screen', { path: '^server/' }, { path: '^(app|components)/' }),
    no('component-knows-route', { path: '^components/' }, { path: '^app/' }),
    no('ui-knows-product', { path: '^components/ui/' }, { path: ours, pathNot: '^components/ui/' }),
    no(
      'feature-meets-feature',
      { path: '^components/([^/]+)/', pathNot: '^components/(ui|workspace)/' },
      { path: '^components/', pathNot: '^components/(ui|workspace|$1)/' },
    ),
    no(
      'workspace-knows-feature',
      { path: '^components/workspace/' },
      { path: '^components/', pathNot: '^components/(ui|workspace)/' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated'] },
    exclude: { path: '^([.]next|next-env[.]d[.]ts)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
