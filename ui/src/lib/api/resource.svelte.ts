/**
 * A query that keeps itself fresh: it runs again when what it asks for changes and when the core says that
 * rows of its nouns were written. The newest request wins; old data stay on screen while new ones load.
 */
import { untrack } from 'svelte';
import { call, CallError, type CommandName, type RequestOf, type ResponseOf } from './client.ts';
import { on } from './events.ts';

export interface Query<N extends CommandName> {
	name: N;
	request: RequestOf<N>;
}

export interface ResourceOptions {
	/** Changes of other customers are none of this query's business. */
	customer?: () => string | null | undefined;
}

export class Resource<T> {
	/** The last answer; `undefined` before the first one. */
	data = $state.raw<T | undefined>(undefined);
	/** Why the last run failed; cleared by the next success. */
	error = $state.raw<CallError | null>(null);
	/** A request is under way. */
	loading = $state(true);

	#run: () => Promise<void>;

	constructor(run: (self: Resource<T>) => Promise<void>) {
		this.#run = () => run(this);
	}

	/** Nothing to show yet and nothing went wrong: draw a skeleton. */
	get starting(): boolean {
		return this.loading && this.data === undefined && this.error === null;
	}

	/** Asks again, for instance from an error state's button. */
	reload(): Promise<void> {
		return this.#run();
	}
}

/**
 * Makes a resource for the component that is being initialised.
 * `query` returning `null` means there is nothing to ask yet.
 */
export function resource<N extends CommandName>(
	query: () => Query<N> | null,
	tags: readonly string[],
	options: ResourceOptions = {},
): Resource<ResponseOf<N>> {
	let turn = 0;
	let asked = '';

	const result = new Resource<ResponseOf<N>>(async (self) => {
		const wanted = untrack(query);
		const mine = ++turn;
		if (!wanted) {
			self.loading = false;
			return;
		}
		self.loading = true;
		try {
			const value = await call(wanted.name, wanted.request);
			if (mine !== turn) return;
			self.data = value;
			self.error = null;
		} catch (thrown) {
			if (mine !== turn) return;
			self.error = CallError.from(thrown);
		} finally {
			if (mine === turn) self.loading = false;
		}
	});

	$effect(() => {
		const wanted = query();
		const key = wanted ? JSON.stringify([wanted.name, wanted.request]) : '';
		if (key === asked && turn > 0) return;
		asked = key;
		untrack(() => void result.reload());
	});

	$effect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stop = on('changed', (change) => {
			if (!change.nouns.some((noun) => tags.includes(noun))) return;
			const own = options.customer?.();
			if (own && change.customer_id && change.customer_id !== own) return;
			// A bulk run writes many times in a row: ask once per breath.
			clearTimeout(timer);
			timer = setTimeout(() => void result.reload(), 20);
		});
		return () => {
			stop();
			clearTimeout(timer);
			turn++;
		};
	});

	return result;
}
