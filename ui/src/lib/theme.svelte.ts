import { call, CallError } from './api/client.ts';

/** Light, dark or as the system has it; kept on this computer only, so that it holds before unlocking too. */
export type Theme = 'light' | 'dark' | 'system';

const STORAGE_KEY = 'theme';

function stored(): Theme {
	const value = typeof localStorage === 'undefined' ? null : localStorage.getItem(STORAGE_KEY);
	return value === 'light' || value === 'dark' ? value : 'system';
}

async function remember(theme: Theme): Promise<void> {
	await call('settings.set', { ...(await call('settings.get', {})), theme });
}

class ThemeStore {
	#current = $state<Theme>(stored());

	get current(): Theme {
		return this.#current;
	}

	/** Takes the core's word unless somebody chose one in this window before. */
	suggest(theme: string): void {
		if (localStorage.getItem(STORAGE_KEY) === null && (theme === 'light' || theme === 'dark')) this.#show(theme);
	}

	/** Switches at once; the core remembers it, because the window's own storage does not outlive the window. */
	use(theme: Theme): void {
		this.#show(theme);
		remember(theme).catch((thrown: unknown) => console.error(CallError.from(thrown)));
	}

	#show(theme: Theme): void {
		this.#current = theme;
		localStorage.setItem(STORAGE_KEY, theme);
		this.apply();
	}

	/** Puts the choice on the document; the tokens do the rest. */
	apply(): void {
		document.documentElement.dataset.theme = this.#current;
	}
}

export const theme = new ThemeStore();
