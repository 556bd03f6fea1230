export { i18n, LANGUAGES, localeOf, maybe, t, tIn, type Language, type MessageId } from './texts.svelte.ts';
export * from './format.ts';
