/** The default export of a CommonJS package: Node hands over the whole module, bundlers the export itself. */
export function unwrap<T>(module: T | { default: T }): T {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}
