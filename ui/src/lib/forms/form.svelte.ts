/**
 * A form: its values, what is wrong with them, and one submit at a time. Hints come at once from a valibot
 * schema; the core has the last word, and its field errors land on the same fields.
 */
import { tick } from 'svelte';
import * as v from 'valibot';
import { CallError, type FailureArg } from '../api/client.ts';
import { failureText } from '../i18n/index.ts';

interface Problem {
	code: string;
	args: Record<string, FailureArg>;
	/** The value it was said about: typing something else takes the message away. */
	about: string;
}

type Values = Record<string, unknown>;
// A schema's messages are error codes (`required`, `bad_email`), so that they follow the language. It may leave
// fields to the core alone.
type Schema<V> = v.GenericSchema<Partial<NoInfer<V>>, unknown>;

export interface FormOptions<V extends Values, R> {
	initial: V;
	schema?: Schema<V>;
	/** Sends it. What it throws is shown; what it returns goes to `done`. */
	submit: (values: V) => Promise<R>;
	done?: (result: R) => unknown;
	/** Field names of the request that are called otherwise here. */
	rename?: Record<string, keyof V & string>;
}

function read(values: Values, path: string): unknown {
	let at: unknown = values;
	for (const part of path.split('.')) {
		if (at === null || typeof at !== 'object') return undefined;
		at = (at as Values)[part];
	}
	return at;
}

export class Form<V extends Values, R = unknown> {
	values: V = $state() as V;
	busy = $state(false);
	/** A failure that belongs to no field of this form. */
	failure = $state.raw<CallError | null>(null);
	#problems = $state.raw<Record<string, Problem>>({});
	#initial = $state('');
	#options: FormOptions<V, R>;

	constructor(options: FormOptions<V, R>) {
		this.#options = options;
		this.values = structuredClone(options.initial);
		this.#initial = JSON.stringify(options.initial);
	}

	/** Something was typed that is not saved. */
	get dirty(): boolean {
		return JSON.stringify(this.values) !== this.#initial;
	}

	/** The reason under a field, or `null`. Also for nested names: `contact.email`. */
	error(name: string): string | null {
		const problem = this.#problems[name];
		if (!problem || JSON.stringify(read(this.values, name)) !== problem.about) return null;
		return failureText(problem);
	}

	/** The text of a failure that concerns the whole form. */
	get failureText(): string | null {
		return this.failure ? failureText(this.failure) : null;
	}

	/** Starts anew, from other values or from the same. */
	reset(values: V = JSON.parse(this.#initial) as V): void {
		this.values = structuredClone(values);
		this.#initial = JSON.stringify(values);
		this.#problems = {};
		this.failure = null;
	}

	/** Puts a reason under a field from outside the schema. */
	setError(name: string, code: string, args: Record<string, FailureArg> = {}): void {
		this.#problems = {
			...this.#problems,
			[name]: { code, args, about: JSON.stringify(read(this.values, name)) ?? '' },
		};
	}

	/** Checks with the schema, all fields or some of them (a wizard's step); true when nothing is wrong. */
	check(names?: readonly string[]): boolean {
		this.#problems = names
			? Object.fromEntries(Object.entries(this.#problems).filter(([name]) => !names.includes(name)))
			: {};
		const { schema } = this.#options;
		if (!schema) return true;
		const result = v.safeParse(schema, $state.snapshot(this.values));
		if (result.success) return true;
		let clean = true;
		for (const issue of result.issues) {
			const name = v.getDotPath(issue) ?? '';
			if (names && !names.includes(name)) continue;
			clean = false;
			if (!this.#problems[name]) this.setError(name, issue.message);
		}
		return clean;
	}

	/** Checks, sends, and puts the answer where it belongs. For `<form onsubmit={form.submit}>`. */
	submit = async (event?: SubmitEvent): Promise<boolean> => {
		event?.preventDefault();
		if (this.busy) return false;
		const element = event?.currentTarget instanceof HTMLElement ? event.currentTarget : null;
		this.failure = null;
		if (!this.check()) {
			await focusFirstProblem(element);
			return false;
		}
		this.busy = true;
		try {
			const result = await this.#options.submit($state.snapshot(this.values) as V);
			this.#initial = JSON.stringify(this.values);
			await this.#options.done?.(result);
			return true;
		} catch (thrown) {
			this.take(CallError.from(thrown));
			this.busy = false;
			await focusFirstProblem(element);
			return false;
		} finally {
			this.busy = false;
		}
	};

	/** Spreads a failure over the fields; what has no field stays with the form. */
	take(failure: CallError): void {
		let left = failure.fields.length === 0;
		for (const { field, code, args } of failure.fields) {
			const name = this.#options.rename?.[field] ?? field;
			if (read(this.values, name) === undefined) left = true;
			else this.setError(name, code, args);
		}
		if (left) this.failure = failure;
	}
}

/** Makes a form for the component that is being initialised. */
export function createForm<V extends Values, R = unknown>(options: FormOptions<V, R>): Form<V, R> {
	return new Form(options);
}

async function focusFirstProblem(form: HTMLElement | null): Promise<void> {
	await tick();
	const root: ParentNode = form ?? document;
	root.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"] input')?.focus();
}
