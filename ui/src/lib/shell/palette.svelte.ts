/** What Ctrl+K finds. Each part of the product registers a source; nothing is listed by hand here. */
import { SvelteMap } from 'svelte/reactivity';
import type { IconComponent } from '../components/icon.ts';

export interface PaletteItem {
	id: string;
	title: string;
	/** Beside the title: where it is, whose it is. */
	subtitle?: string;
	icon?: IconComponent;
	shortcut?: string;
	/** More words it is found by. */
	keywords?: string;
	run: () => void;
}

export interface PaletteSource {
	/** Groups stand in this order. */
	order: number;
	heading: () => string;
	/**
	 * Everything it has, filtered by the palette; or a search of its own in the core, for records.
	 * `signal` is aborted as soon as the text changed again.
	 */
	items?: () => PaletteItem[];
	search?: (text: string, signal: AbortSignal) => Promise<PaletteItem[]>;
}

const sources = new SvelteMap<string, PaletteSource>();

/** Adds a source under a name of its own; returns how to take it away. */
export function paletteSource(name: string, source: PaletteSource): () => void {
	sources.set(name, source);
	return () => sources.delete(name);
}

export function paletteSources(): { name: string; source: PaletteSource }[] {
	return [...sources].map(([name, source]) => ({ name, source })).sort((a, b) => a.source.order - b.source.order);
}
