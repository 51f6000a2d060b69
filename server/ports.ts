/** Renders Markdown to sanitised HTML. */
export type RenderMarkdown = (markdown: string) => string
