/**
 * A small hash router: addresses, back and forward, and guards that ask before a form with unsaved input is
 * left. Links are plain `<a href="#/…">`.
 */
import { onDestroy } from 'svelte';
import { parseHash } from './routes.match.ts';

export { buildPath, matchPath, type Params } from './routes.match.ts';

interface Pending {
	resume: () => void;
	next: string;
	/** `input`: something typed would be lost. `farewell`: somebody has a word to say before this place is left. */
	why: 'input' | 'farewell';
}

class Router {
	/** The address without its query, always starting with a slash. */
	path = $state('/');
	#search = $state('');
	/** Counts real page changes (not query changes), so that focus can follow them. */
	visits = $state(0);
	/** A navigation that waits for the answer to "discard changes?". */
	pending = $state.raw<Pending | null>(null);

	#guards = new Set<() => boolean>();
	#farewells = new Set<(next: string) => boolean>();
	#index = 0;
	#ignoreNextPop = false;
	/** A step that was asked about and allowed. */
	#goingBack = false;
	#started = false;

	/** The part after `?`; read it in an effect or a derived to follow it. */
	get query(): URLSearchParams {
		return new URLSearchParams(this.#search);
	}

	/** Begins to follow the address bar; called once, by the app. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		const state = history.state as { index?: number } | null;
		this.#index = state?.index ?? 0;
		history.replaceState({ index: this.#index }, '');
		this.#read();
		window.addEventListener('popstate', (event) => this.#popped(event.state as { index?: number } | null));
		document.addEventListener('click', (event) => {
			if (event.defaultPrevented || event.button !== 0) return;
			if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
			const link = (event.target as Element | null)?.closest?.('a[href^="#/"]');
			if (!link) return;
			event.preventDefault();
			this.go(link.getAttribute('href') ?? '#/');
		});
	}

	/** Goes to an address (`/w/7/users` or `#/w/7/users`), after asking the guards. */
	go(address: string, options: { replace?: boolean; force?: boolean } = {}): void {
		const hash = `#${address.replace(/^#/, '')}`;
		const move = () => {
			if (options.replace || hash === location.hash) {
				history.replaceState({ index: this.#index }, '', hash);
			} else {
				this.#index += 1;
				history.pushState({ index: this.#index }, '', hash);
			}
			this.#read();
		};
		const next = parseHash(hash).path;
		const why = options.force ? null : this.#blocked(next);
		if (why) this.pending = { resume: move, next, why };
		else move();
	}

	/** One step back, or to `fallback` when the app was opened right here. */
	back(fallback: string): void {
		if (this.#index > 0) history.back();
		else this.go(fallback, { replace: true });
	}

	/**
	 * Changes the query in place. `null` or an empty string removes a name. Filters and the open record live
	 * there, so that back, forward and reload keep them.
	 */
	setQuery(changes: Record<string, string | null>, options: { push?: boolean } = {}): void {
		const query = this.query;
		for (const [name, value] of Object.entries(changes)) {
			if (value === null || value === '') query.delete(name);
			else query.set(name, value);
		}
		const search = query.toString();
		if (search === this.#search) return;
		this.go(`${this.path}${search ? `?${search}` : ''}`, { replace: !options.push, force: true });
	}

	/** Registers a guard; it answers whether leaving the page would lose something. */
	guard(dirty: () => boolean): () => void {
		this.#guards.add(dirty);
		return () => {
			this.#guards.delete(dirty);
		};
	}

	/** Whether leaving now would lose something that was typed. */
	get dirty(): boolean {
		return [...this.#guards].some((dirty) => dirty());
	}

	/** Registers a word to be said before an address is left for another; it answers whether there is one. */
	farewell(wanted: (next: string) => boolean): () => void {
		this.#farewells.add(wanted);
		return () => {
			this.#farewells.delete(wanted);
		};
	}

	/** The answer to the question that keeps one here. */
	answer(leave: boolean): void {
		const waiting = this.pending;
		this.pending = null;
		if (!leave || !waiting) return;
		if (waiting.why === 'input') {
			this.#guards.clear();
			if (this.#blocked(waiting.next)) {
				this.pending = { ...waiting, why: 'farewell' };
				return;
			}
		}
		waiting.resume();
	}

	#blocked(nextPath: string): Pending['why'] | null {
		if (nextPath === this.path) return null;
		if (this.dirty) return 'input';
		return [...this.#farewells].some((wanted) => wanted(nextPath)) ? 'farewell' : null;
	}

	#popped(state: { index?: number } | null): void {
		if (this.#ignoreNextPop) {
			this.#ignoreNextPop = false;
			return;
		}
		let target = state?.index;
		if (target === undefined) {
			// Typed into the address: a new entry of ours from now on.
			target = this.#index + 1;
			history.replaceState({ index: target }, '');
		}
		const delta = target - this.#index;
		const next = parseHash(location.hash).path;
		const why = delta === 0 || this.#goingBack ? null : this.#blocked(next);
		this.#goingBack = false;
		if (why) {
			this.#ignoreNextPop = true;
			history.go(-delta);
			const resume = () => {
				this.#goingBack = true;
				history.go(delta);
			};
			this.pending = { resume, next, why };
			return;
		}
		this.#index = target;
		this.#read();
	}

	#read(): void {
		const { path, query } = parseHash(location.hash);
		this.#search = query.toString();
		if (path !== this.path) {
			this.path = path;
			this.visits += 1;
		}
	}
}

export const router = new Router();

/** Asks before the page is left while `dirty()`; for the lifetime of the component that calls it. */
export function leaveGuard(dirty: () => boolean): void {
	onDestroy(router.guard(dirty));
}
