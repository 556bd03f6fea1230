/**
 * The customer wizard's memory: what was typed, how far one came, and the draft that outlives a reload or a
 * lock. The password is never part of the draft.
 */
import type { CalendarDate } from '@internationalized/date';
import { call, CallError, type Wire } from '$lib/api/client.ts';
import { createForm, type Form } from '$lib/forms/form.svelte.ts';

export const STEPS = ['system', 'contact', 'key', 'finish'] as const;
export type StepId = (typeof STEPS)[number];

export type Values = {
	name: string;
	system_type: Wire.SystemType;
	system_id: string;
	system_key: string;
	contact: Wire.Contact;
	with_account: boolean;
	password: string;
	key_name: string;
	key_prefix: string;
	default_valid_to: string;
	credit: number;
	note: string;
	one_tap: boolean;
	automatic: boolean;
	groups_enabled: boolean;
	groups: string[];
	time_zone: string;
};

/** Which step shows a field; an error is said where the field is. */
const FIELDS: Record<StepId, readonly string[]> = {
	system: ['name', 'system_type', 'system_id', 'system_key'],
	contact: [
		'contact.address',
		'contact.zip',
		'contact.city',
		'contact.email',
		'contact.phone',
		'contact.web',
		'password',
	],
	key: ['key_name', 'key_prefix', 'default_valid_to', 'time_zone', 'credit', 'note', 'one_tap', 'automatic', 'groups_enabled', 'groups'],
	finish: [],
};

const DRAFT = 'customer-wizard';

interface Kept {
	values: Omit<Values, 'password'>;
	step: StepId;
	visited: StepId[];
	edited: boolean;
}

function stepOf(field: string): StepId | null {
	return STEPS.find((step) => FIELDS[step].includes(field)) ?? null;
}

function blank(prefill: Wire.CustomerPrefill): Values {
	return {
		name: '',
		system_type: 'importer',
		system_id: prefill.system_id,
		system_key: '',
		contact: { address: '', zip: '', city: '', email: '', phone: '', web: '' },
		with_account: true,
		password: '',
		key_name: prefill.system_id,
		key_prefix: '',
		default_valid_to: '',
		credit: 0,
		note: '',
		one_tap: true,
		automatic: true,
		groups_enabled: false,
		groups: [],
		time_zone: prefill.time_zone,
	};
}

export class Wizard {
	readonly prefill: Wire.CustomerPrefill;
	readonly form: Form<Values>;
	step = $state<StepId>('system');
	/** Steps that were left at least once: only their errors are shown. */
	visited = $state.raw<readonly StepId[]>([]);
	/** Steps in which the core found something wrong. */
	wrong = $state.raw<ReadonlySet<StepId>>(new Set());
	/** The check itself did not run. */
	failure = $state.raw<CallError | null>(null);
	/** The draft as it is kept now; empty before the first time. */
	saved = $state(false);
	/** A draft of an earlier visit was taken up. */
	readonly resumed: boolean;
	created = $state.raw<{ id: string; name: string } | null>(null);
	/** The Key Name follows the System ID until somebody types another. */
	#keyNameEdited = false;
	/** What was typed before the switch to a demo system. */
	#own = { system_id: '', system_key: '' };
	#kept = '';
	#turn = 0;
	#latest: Promise<boolean> = Promise.resolve(false);

	private constructor(prefill: Wire.CustomerPrefill, kept: Kept | null) {
		this.prefill = prefill;
		this.resumed = kept !== null;
		const initial = blank(prefill);
		if (kept) {
			Object.assign(initial, kept.values, { password: '' });
			// A draft of an older program knows no groups.
			initial.groups = Array.isArray(kept.values.groups) ? kept.values.groups : [];
			this.step = kept.step;
			this.visited = kept.visited;
			this.#keyNameEdited = kept.edited;
		}
		this.form = createForm<Values>({
			initial,
			submit: (values) => call('customers.create', this.#request(values)),
			done: async (result) => {
				const { customer_id } = result as Wire.CreatedCustomer;
				this.created = { id: customer_id, name: this.form.values.name.trim() };
				await this.#forget();
			},
		});
		this.#kept = JSON.stringify(this.#draft());
	}

	/** Starts from what the core offers and from the draft of an earlier visit. */
	static async open(): Promise<Wizard> {
		const [prefill, draft] = await Promise.all([
			call('customers.prefill', {}),
			call('drafts.get', { name: DRAFT }).catch(() => ({ value: null })),
		]);
		return new Wizard(prefill, understood(draft.value));
	}

	get demo(): boolean {
		return this.form.values.system_type === 'demo';
	}

	/** Credit one may give at most; `null` for who gives none. */
	get available(): number | null {
		return this.prefill.credit;
	}

	get isFirst(): boolean {
		return this.step === 'system';
	}

	stateOf(step: StepId): 'done' | 'current' | 'todo' | 'problem' {
		if (step === this.step) return 'current';
		if (!this.visited.includes(step)) return 'todo';
		return this.wrong.has(step) ? 'problem' : 'done';
	}

	/** A demo system has fixed values; what was typed before comes back with the other choice. */
	setType(type: Wire.SystemType): void {
		const { values } = this.form;
		if (type === 'demo') {
			if (values.system_id !== this.prefill.demo_system_id) {
				this.#own = { system_id: values.system_id, system_key: values.system_key };
			}
			this.setSystemId(this.prefill.demo_system_id);
			values.system_key = this.prefill.demo_system_key;
			values.credit = 0;
		} else {
			this.setSystemId(this.#own.system_id || this.prefill.system_id);
			values.system_key = this.#own.system_key;
		}
		values.system_type = type;
	}

	setSystemId(systemId: string): void {
		this.form.values.system_id = systemId;
		if (!this.#keyNameEdited) this.form.values.key_name = systemId.trim();
	}

	setKeyName(name: string): void {
		this.form.values.key_name = name;
		this.#keyNameEdited = name.trim() !== '' && name.trim() !== this.form.values.system_id.trim();
	}

	/** Fills in what a template sets; everything can be changed afterwards. */
	take(fields: Wire.TemplateFields, today: CalendarDate): void {
		const { values } = this.form;
		if (fields.key_name !== null) this.setKeyName(fields.key_name);
		if (fields.key_prefix !== null) values.key_prefix = fields.key_prefix;
		const { validity } = fields;
		if (validity?.kind === 'unlimited') values.default_valid_to = '';
		if (validity?.kind === 'months') values.default_valid_to = today.add({ months: validity.count }).toString();
		if (validity?.kind === 'until') values.default_valid_to = validity.day;
		if (fields.one_tap !== null) values.one_tap = fields.one_tap;
		if (fields.automatic !== null) values.automatic = fields.automatic;
		if (fields.groups_enabled !== null) values.groups_enabled = fields.groups_enabled;
		values.groups = [...fields.groups];
	}

	/** Goes to a step that was visited; nothing is lost on the way. */
	goTo(step: StepId): void {
		if (step === this.step) return;
		this.#visit(this.step);
		this.step = step;
		void this.check();
	}

	back(): void {
		const to = STEPS[STEPS.indexOf(this.step) - 1];
		if (to) this.goTo(to);
	}

	/** Checks this step and goes on; false when something in it needs a correction. */
	async next(): Promise<boolean> {
		const from = this.step;
		this.#visit(from);
		if (!(await this.check())) return false;
		if (this.wrong.has(from)) return false;
		const to = STEPS[STEPS.indexOf(from) + 1];
		if (to) this.step = to;
		return true;
	}

	/** Creates the customer, from whichever step; leads to the first step that needs a correction. */
	async finish(): Promise<boolean> {
		this.visited = [...STEPS];
		if (!(await this.check())) return false;
		const first = STEPS.find((step) => this.wrong.has(step));
		if (first) {
			this.step = first;
			return false;
		}
		const done = await this.form.submit();
		if (!done && !this.created) await this.#afterRefusal();
		return done;
	}

	/** Asks the core what is wrong so far; true when it answered. One that a later one overtook has the later one's answer. */
	check(): Promise<boolean> {
		const mine = ++this.#turn;
		this.#latest = this.#ask(mine);
		return this.#latest;
	}

	async #ask(mine: number): Promise<boolean> {
		try {
			const { fields } = await call('customers.check', this.#request(this.form.values));
			if (mine !== this.#turn) return await this.#latest;
			this.failure = null;
			this.#show(new CallError({ code: 'invalid', fields }));
			return true;
		} catch (thrown) {
			if (mine !== this.#turn) return await this.#latest;
			this.failure = CallError.from(thrown);
			return false;
		}
	}

	/** Keeps the draft if something changed since the last time. */
	async keep(): Promise<void> {
		if (this.created) return;
		const draft = this.#draft();
		const text = JSON.stringify(draft);
		if (text === this.#kept) return;
		this.#kept = text;
		await call('drafts.put', { name: DRAFT, value: draft });
		this.saved = true;
	}

	/** What the draft depends on: read it in an effect to follow every change. */
	get version(): string {
		return JSON.stringify(this.#draft());
	}

	/** Begins anew; the answer takes back what was there, the password too. */
	async startOver(): Promise<() => void> {
		const before = this.#draft();
		const { password } = this.form.values;
		const own = this.#own;
		await this.#forget();
		this.#keyNameEdited = false;
		this.#own = { system_id: '', system_key: '' };
		this.form.reset(blank(this.prefill));
		this.step = 'system';
		this.visited = [];
		this.wrong = new Set();
		this.saved = false;
		this.#kept = JSON.stringify(this.#draft());
		return () => {
			this.form.reset({ ...before.values, password });
			this.step = before.step;
			this.visited = before.visited;
			this.#keyNameEdited = before.edited;
			this.#own = own;
		};
	}

	async #forget(): Promise<void> {
		this.#kept = '';
		await call('drafts.put', { name: DRAFT, value: null });
	}

	#visit(step: StepId): void {
		if (!this.visited.includes(step)) this.visited = [...this.visited, step];
	}

	async #afterRefusal(): Promise<void> {
		if (this.form.failure) return;
		await this.check();
		const first = STEPS.find((step) => this.wrong.has(step));
		if (first) this.step = first;
	}

	#show(found: CallError): void {
		this.form.check();
		const wrong = new Set<StepId>();
		for (const { field, code, args } of found.fields) {
			const step = stepOf(field);
			if (!step) continue;
			if (!this.visited.includes(step)) continue;
			wrong.add(step);
			this.form.setError(field, code, args);
		}
		this.wrong = wrong;
	}

	#request(values: Values): Wire.CreateCustomerRequest {
		const { with_account, password, default_valid_to, ...rest } = $state.snapshot(values) as Values;
		return {
			...rest,
			name: rest.name.trim(),
			system_id: rest.system_id.trim(),
			credit: this.demo ? 0 : rest.credit,
			groups: rest.groups_enabled ? rest.groups : [],
			password: with_account ? password : null,
			default_valid_to: default_valid_to || null,
		};
	}

	#draft(): Kept {
		const { password: _, ...values } = $state.snapshot(this.form.values) as Values;
		return { values, step: this.step, visited: [...this.visited], edited: this.#keyNameEdited };
	}
}

/** A draft of this very shape, or nothing: an older program may have kept another one. */
function understood(value: unknown): Kept | null {
	if (value === null || typeof value !== 'object') return null;
	const kept = value as Partial<Kept>;
	if (!kept.values || typeof kept.values.name !== 'string' || !kept.values.contact) return null;
	if (!kept.step || !STEPS.includes(kept.step) || !Array.isArray(kept.visited)) return null;
	return kept as Kept;
}
