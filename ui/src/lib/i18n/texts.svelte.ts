/**
 * Texts. The same Fluent files serve the screens and, on the Rust side, handouts and CSV headers. Reading a
 * message inside a component follows the language: switching needs no restart and no reload.
 */
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { MessageId, Messages } from './keys.generated.ts';

export type { MessageId } from './keys.generated.ts';
export type Language = 'en' | 'cs';

/** Every language with its own name, in the order of the switch. */
export const LANGUAGES: readonly { id: Language; short: string; name: string }[] = [
	{ id: 'en', short: 'EN', name: 'English' },
	{ id: 'cs', short: 'CZ', name: 'Čeština' },
];

const STORAGE_KEY = 'language';

const sources = import.meta.glob<string>('../../../locales/*/*.ftl', {
	query: '?raw',
	import: 'default',
	eager: true,
});

const bundles = new Map<Language, FluentBundle>();

function bundleOf(language: Language): FluentBundle {
	let bundle = bundles.get(language);
	if (!bundle) {
		bundle = new FluentBundle(localeOf(language), { useIsolating: false });
		for (const [path, text] of Object.entries(sources)) {
			if (path.includes(`/locales/${language}/`)) bundle.addResource(new FluentResource(text));
		}
		bundles.set(language, bundle);
	}
	return bundle;
}

/** The BCP 47 tag used with `Intl` and in `lang` attributes. */
export function localeOf(language: Language): string {
	return language === 'cs' ? 'cs-CZ' : 'en-GB';
}

function isLanguage(value: unknown): value is Language {
	return value === 'en' || value === 'cs';
}

function initial(): Language {
	if (typeof localStorage !== 'undefined') {
		const stored = localStorage.getItem(STORAGE_KEY);
		if (isLanguage(stored)) return stored;
	}
	const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
	return wanted.some((tag) => /^(cs|sk)\b/i.test(tag)) ? 'cs' : 'en';
}

class I18n {
	#language = $state<Language>(initial());

	get language(): Language {
		return this.#language;
	}

	get locale(): string {
		return localeOf(this.#language);
	}

	/** Takes a language unless somebody chose one in this window before. */
	suggest(language: Language): void {
		if (typeof localStorage !== 'undefined' && localStorage.getItem(STORAGE_KEY) === null) this.use(language);
	}

	/** Switches at once and remembers it for the next start, before anybody has unlocked anything. */
	use(language: Language): void {
		this.#language = language;
		if (typeof localStorage !== 'undefined') localStorage.setItem(STORAGE_KEY, language);
		if (typeof document !== 'undefined') document.documentElement.lang = language;
	}
}

export const i18n = new I18n();

type Args = Record<string, string | number>;

/** Formats a message known only at run time; `null` when no such message exists. */
export function maybe(id: string, args?: Args, language: Language = i18n.language): string | null {
	const bundle = bundleOf(language);
	const message = bundle.getMessage(id);
	if (!message?.value) return null;
	const errors: Error[] = [];
	const text = bundle.formatPattern(message.value, args, errors);
	for (const error of errors) console.warn(id, error);
	return text;
}

/** Formats a message. A plural's number must be a number; ids and amounts may be strings. */
export function t<K extends MessageId>(
	id: K,
	...args: [keyof Messages[K]] extends [never] ? [] : [Messages[K]]
): string {
	return maybe(id, args[0] as Args | undefined) ?? id;
}

/** The same message in a given language, for texts that are for somebody else than the reader. */
export function tIn<K extends MessageId>(
	language: Language,
	id: K,
	...args: [keyof Messages[K]] extends [never] ? [] : [Messages[K]]
): string {
	return maybe(id, args[0] as Args | undefined, language) ?? id;
}
