/** Shortcuts of the whole window. They are listed on the `?` sheet from the same table that runs them. */
import { SvelteMap } from 'svelte/reactivity';
import { hasMod, isLayerOpen, isTyping } from '../keys.ts';
import type { MessageId } from '../i18n/index.ts';

export interface Shortcut {
	/** `Mod+K`, `N`, `?`, or two keys in a row: `G U`. */
	keys: string;
	label: MessageId;
	group: 'shortcut-group-anywhere' | 'shortcut-group-go' | 'shortcut-group-table' | 'shortcut-group-page';
	/** Missing for keys that a component handles itself and only lists here. */
	run?: () => void;
	/** Runs in text fields and over open dialogs too. */
	always?: boolean;
}

const registered = new SvelteMap<symbol, readonly Shortcut[]>();

/** Registers shortcuts; returns how to take them away. Use inside `$effect`. */
export function shortcuts(list: readonly Shortcut[]): () => void {
	const key = Symbol('shortcuts');
	registered.set(key, list);
	return () => registered.delete(key);
}

export function allShortcuts(): Shortcut[] {
	return [...registered.values()].flat();
}

let first = '';
let firstAt = 0;

/** The window's one key handler. */
export function handleKey(event: KeyboardEvent): void {
	if (event.defaultPrevented || event.isComposing) return;
	const typing = isTyping(event.target);
	const mod = hasMod(event);
	const pressed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
	const name = mod ? `Mod+${pressed}` : pressed;
	if (event.altKey) return;

	const candidates = allShortcuts().reverse();
	const sequence = Date.now() - firstAt < 1200 ? `${first} ${name}` : '';
	const hit =
		(sequence && candidates.find((s) => s.run && s.keys === sequence)) ||
		candidates.find((s) => s.run && s.keys === name);
	first = '';
	if (!hit) {
		if (!typing && !mod && pressed.length === 1) {
			first = name;
			firstAt = Date.now();
		}
		return;
	}
	if (!hit.always && (typing || isLayerOpen())) return;
	event.preventDefault();
	hit.run?.();
}
