/** Who is at this computer: nothing set up, locked, or unlocked with an account in a tenant. */
import { call, CallError, type Wire } from './api/client.ts';
import { on } from './api/events.ts';
import { i18n } from './i18n/index.ts';
import { router } from './router.svelte.ts';
import { theme } from './theme.svelte.ts';

class Session {
	/** What the core said last; `null` before its first answer. */
	view = $state.raw<Wire.SessionView | null>(null);
	/** The core itself could not be asked. */
	error = $state.raw<CallError | null>(null);
	/** The e-mail of the last unlock, for as long as this window lives. */
	lastEmail = '';
	/** Counts up when other data took the place of those on screen: everything is drawn anew then. */
	generation = $state(0);
	/** Something is on screen that must be read first (a recovery code); new states wait. */
	held = false;
	/** Somebody has just logged in and says where to work. */
	choosing = $state(false);
	#started = false;

	get stage(): Wire.Stage | 'loading' | 'failed' {
		if (this.error) return 'failed';
		return this.view?.stage ?? 'loading';
	}

	get account(): Wire.SessionAccount | null {
		return this.view?.account ?? null;
	}

	get distributor(): Wire.DistributorName | null {
		return this.view?.distributor ?? null;
	}

	/** The customer of a customer admin; everybody else works for the distributor. */
	get ownCustomerId(): string | null {
		return this.account?.customer_id ?? null;
	}

	get isDistributorAdmin(): boolean {
		return this.account?.role === 'distributor_admin';
	}

	/** The demo's data are open, not this computer's own. */
	get demo(): boolean {
		return this.view?.profile === 'demo';
	}

	/** Asks the core once and follows its lock from then on. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		on('locked', () => void this.refresh());
		on('changed', (change) => {
			if (change.nouns.includes('session') || change.nouns.includes('distributor')) void this.refresh();
		});
		void this.refresh();
	}

	async refresh(): Promise<void> {
		if (this.held) return;
		try {
			this.take(await call('session.state', {}));
			this.error = null;
		} catch (thrown) {
			this.error = CallError.from(thrown);
		}
	}

	/** Every session command answers with the new state. */
	take(view: Wire.SessionView): void {
		const first = this.view === null;
		this.view = view;
		if (view.account) this.lastEmail = view.account.email;
		if (first && view.stage !== 'first_run') {
			i18n.suggest(view.language);
			theme.suggest(view.theme);
		}
	}

	/** A backup took the place of the store, and the core has let the same account in again or locked. */
	takeRestored(view: Wire.SessionView): void {
		this.take(view);
		this.generation++;
	}

	/** Somebody logged in: before the first screen they choose where to work, unless they work in one customer only. */
	arrive(view: Wire.SessionView): void {
		this.choosing = view.stage === 'unlocked' && view.account?.customer_id === null && view.profile === 'main';
		this.take(view);
	}

	/** Closes the screens; unsent work and the store stay as they are. */
	async lock(): Promise<void> {
		this.choosing = false;
		this.take(await call('session.lock', {}));
	}

	/** The same for the next person: neither the address of the last one nor the page they were on is kept. */
	async logOut(): Promise<void> {
		this.choosing = false;
		const view = await call('session.lock', {});
		// First, because the log-in that appears takes it over.
		this.lastEmail = '';
		this.take(view);
		router.go('/', { replace: true, force: true });
	}
}

export const session = new Session();

/** Switches the language here at once, and in the core for what it writes: files, handouts, messages. */
export function useLanguage(language: Wire.Language): void {
	i18n.use(language);
	if (session.stage === 'unlocked') {
		call('session.set_language', { language }).catch((thrown: unknown) => console.error(CallError.from(thrown)));
	}
}
