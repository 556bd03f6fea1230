/** The state of a table: what is asked of the core, how it looks, which rows are chosen. */
import { i18n, type Language } from '../i18n/index.ts';
import { extend, pageState, setMany, toggle, type Ids } from './selection.ts';

export const PAGE_SIZES = [50, 100] as const;
export type Density = 'comfortable' | 'compact';

/** What every list command takes. */
export interface PageRequest {
	search: string;
	sort: string;
	descending: boolean;
	page: number;
	page_size: number;
	language: Language;
}

/** A column of a table. */
export interface Column<Row> {
	/** Also the name the core sorts by, unless `sort` says otherwise. */
	id: string;
	header: string;
	/** The header is only read aloud: a column of buttons needs no title to be seen. */
	hideHeader?: boolean;
	/** The plain text of a cell; leave it out where the `cell` snippet draws it. */
	value?: (row: Row) => string | number;
	sortable?: boolean;
	sort?: string;
	align?: 'start' | 'end';
	/** Codes, MACs, ids. */
	mono?: boolean;
	/** `w-40`, `min-w-48`: a class of the header cell. */
	width?: string;
	/** May be hidden by the reader of the table; `hidden` ones are so from the start. */
	optional?: boolean;
	hidden?: boolean;
	/** Never broken over two lines. */
	nowrap?: boolean;
}

interface Kept {
	pageSize?: number;
	density?: Density;
	/** Columns whose visibility differs from how they are declared. */
	flipped?: string[];
}

/** Paging, sorting, searching and looks of one table. The looks are kept on this computer under its name. */
export class TableView {
	search = $state('');
	sort = $state('');
	descending = $state(false);
	page = $state(0);
	pageSize = $state<number>(PAGE_SIZES[0]);
	density = $state<Density>('comfortable');
	#flipped = $state.raw<ReadonlySet<string>>(new Set());
	readonly #name: string;

	constructor(name: string, start: { sort?: string; descending?: boolean; pageSize?: number } = {}) {
		this.#name = `table:${name}`;
		this.sort = start.sort ?? '';
		this.descending = start.descending ?? false;
		if (start.pageSize) this.pageSize = start.pageSize;
		const kept = this.#kept();
		if (kept.pageSize && (PAGE_SIZES as readonly number[]).includes(kept.pageSize)) this.pageSize = kept.pageSize;
		if (kept.density) this.density = kept.density;
		this.#flipped = new Set(kept.flipped ?? []);
	}

	/** For the `page` of a list request. */
	get request(): PageRequest {
		return {
			search: this.search,
			sort: this.sort,
			descending: this.descending,
			page: this.page,
			page_size: this.pageSize,
			language: i18n.language,
		};
	}

	/** Searches; the first page then. */
	find(text: string): void {
		if (text === this.search) return;
		this.search = text;
		this.page = 0;
	}

	/** Sorts by a column; the same column again turns the order round. */
	sortBy(sort: string): void {
		if (this.sort === sort) this.descending = !this.descending;
		else {
			this.sort = sort;
			this.descending = false;
		}
		this.page = 0;
	}

	setPageSize(size: number): void {
		this.page = Math.floor((this.page * this.pageSize) / size);
		this.pageSize = size;
		this.#keep();
	}

	setDensity(density: Density): void {
		this.density = density;
		this.#keep();
	}

	shows<Row>(column: Column<Row>): boolean {
		return Boolean(column.hidden) === this.#flipped.has(column.id);
	}

	flip(columnId: string): void {
		this.#flipped = toggle(this.#flipped, columnId);
		this.#keep();
	}

	#kept(): Kept {
		try {
			return JSON.parse(localStorage.getItem(this.#name) ?? '{}') as Kept;
		} catch {
			return {};
		}
	}

	#keep(): void {
		const kept: Kept = { pageSize: this.pageSize, density: this.density, flipped: [...this.#flipped] };
		localStorage.setItem(this.#name, JSON.stringify(kept));
	}
}

/** Chosen rows, by id, across pages. */
export class Selection {
	ids = $state.raw<Ids>(new Set());
	#anchor: string | null = null;
	#last: string | null = null;

	get count(): number {
		return this.ids.size;
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	list(): string[] {
		return [...this.ids];
	}

	toggle(id: string): void {
		this.ids = toggle(this.ids, id);
		this.#anchor = this.#last = id;
	}

	/** Shift: from the last chosen row to this one. */
	extendTo(page: readonly string[], id: string, from: string | null): void {
		const anchor = this.#anchor !== null && page.includes(this.#anchor) ? this.#anchor : (from ?? id);
		const last = this.#last !== null && page.includes(this.#last) ? this.#last : anchor;
		this.ids = extend(this.ids, page, anchor, last, id);
		this.#anchor = anchor;
		this.#last = id;
	}

	togglePage(page: readonly string[]): void {
		this.ids = setMany(this.ids, page, pageState(this.ids, page) !== 'all');
	}

	set(ids: Iterable<string>): void {
		this.ids = new Set(ids);
		this.#anchor = this.#last = null;
	}

	clear(): void {
		this.set([]);
	}
}
