/** Other places that may vouch for a person; null where the operator set none. */
export type OutsideSettings = {
  github: { id: string; secret: string } | null
  google: { id: string; secret: string } | null
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
}

/** Which of them the sign-in page offers. */
export const offeredProviders = (settings: OutsideSettings): { id: string; name: string }[] => [
  ...(settings.github ? [{ id: 'github', name: 'GitHub' }] : []),
  ...(settings.google ? [{ id: 'google', name: 'Google' }] : []),
  ...(settings.oidc ? [{ id: 'oidc', name: new URL(settings.oidc.issuer).hostname }] : []),
]
