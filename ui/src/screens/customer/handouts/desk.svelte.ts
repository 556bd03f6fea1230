/** The print centre's job, and the choices that this computer remembers between jobs. */
import { call, type Wire } from '$lib/api/client.ts';
import { saveFile } from '$lib/files.ts';
import { i18n, t } from '$lib/i18n/index.ts';

export const STOCKS: readonly Wire.Stock[] = ['a4', 'card', 'l7160', 'l7163', 'l5160'];

/** Labels beside and below each other on the sheets. */
export const GRIDS: Partial<Record<Wire.Stock, { columns: number; rows: number }>> = {
	l7160: { columns: 3, rows: 7 },
	l7163: { columns: 2, rows: 7 },
	l5160: { columns: 3, rows: 10 },
};

const KEPT = 'handouts';

interface Kept {
	stock?: Wire.Stock;
	printer?: string;
	/** First free label of each part-used sheet. */
	start?: Partial<Record<Wire.Stock, number>>;
}

function kept(): Kept {
	try {
		return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Kept;
	} catch {
		return {};
	}
}

/** Remembers a choice for the next job. */
export function keep(change: Kept): void {
	localStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...change }));
}

export function lastStock(): Wire.Stock {
	const { stock } = kept();
	return stock && STOCKS.includes(stock) ? stock : 'a4';
}

export function lastStart(stock: Wire.Stock): number {
	return kept().start?.[stock] ?? 1;
}

export function keepStart(stock: Wire.Stock, position: number): void {
	keep({ start: { ...kept().start, [stock]: position } });
}

export function lastPrinter(): string {
	return kept().printer ?? '';
}

/** What a job needs besides the keys. */
export function makeJob(customerId: string, keyIds: readonly string[], more: Partial<Wire.HandoutJob> = {}): Wire.HandoutJob {
	const stock = more.stock ?? lastStock();
	return {
		customer_id: customerId,
		key_ids: [...keyIds],
		stock,
		start_position: GRIDS[stock] ? lastStart(stock) : 1,
		language: null,
		fallback_language: i18n.language,
		...more,
	};
}

/** Saves at once with the choices of last time; `false` when the dialog was cancelled. */
export async function savePdf(customerId: string, keyIds: readonly string[], name: string): Promise<boolean> {
	const job = makeJob(customerId, keyIds);
	const saved = await saveFile('pdf', t('handouts-save-pdf'), handoutName(name, keyIds.length, 'pdf'), (file) =>
		call('handouts.save_pdf', { job, file }),
	);
	return saved !== null;
}

/** `Mobile key Jan Novák.pdf`, `12 mobile keys.pdf`. */
export function handoutName(name: string, count: number, extension: string): string {
	return `${count === 1 && name ? t('handouts-file-name', { name }) : t('handouts-file-names', { count })}.${extension}`;
}

export interface HandoutRun {
	customerId: string;
	keyIds: readonly string[];
	/** Whose it is, when it is one. */
	name: string;
	/** Of several customers' jobs: which one this is. */
	group?: { customer: string; position: number; total: number };
}

/** Handouts of one customer: its language, its name on the page, its labels. */
export interface HandoutGroup {
	customerId: string;
	customer: string;
	keyIds: readonly string[];
}

class HandoutDesk {
	run = $state.raw<HandoutRun | null>(null);
	#next: HandoutRun[] = [];

	/** Opens the print centre over the page. */
	open(customerId: string, keyIds: readonly string[], name = ''): void {
		this.#next = [];
		this.run = { customerId, keyIds, name };
	}

	/** Opens it for several customers, one after the other. */
	openGroups(groups: readonly HandoutGroup[]): void {
		const full = groups.filter((group) => group.keyIds.length > 0);
		const runs = full.map(({ customerId, customer, keyIds }, index): HandoutRun => {
			const run = { customerId, keyIds, name: '' };
			return full.length > 1 ? { ...run, group: { customer, position: index + 1, total: full.length } } : run;
		});
		this.#next = runs.slice(1);
		this.run = runs[0] ?? null;
	}

	/** Goes on to the next customer; closes after the last. */
	next(): void {
		this.run = this.#next.shift() ?? null;
	}

	/** Gives up this one and those that would follow. */
	close(): void {
		this.#next = [];
		this.run = null;
	}
}

export const handoutDesk = new HandoutDesk();
