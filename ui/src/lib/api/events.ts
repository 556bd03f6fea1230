/** What the core tells the screens on its own account. */
import { listen } from '@tauri-apps/api/event';
import { inWindow } from './client.ts';
import type { Changed } from './generated/types.ts';

/** A file was dropped on the window: a handle for further commands, and its name to show. */
export interface FileDropped {
	file: string;
	name: string;
}

export interface CoreEvents {
	changed: Changed;
	locked: null;
	'file-dropped': FileDropped;
	/** Somebody wants to close the window; answered by `session.quit`. */
	'close-asked': null;
}

type Handler<K extends keyof CoreEvents> = (payload: CoreEvents[K]) => void;

const handlers: { [K in keyof CoreEvents]: Set<Handler<K>> } = {
	changed: new Set(),
	locked: new Set(),
	'file-dropped': new Set(),
	'close-asked': new Set(),
};

let started = false;

function emit<K extends keyof CoreEvents>(name: K, payload: CoreEvents[K]): void {
	for (const handler of [...handlers[name]]) handler(payload);
}

function start(): void {
	if (started) return;
	started = true;
	const names = Object.keys(handlers) as (keyof CoreEvents)[];
	if (inWindow) {
		for (const name of names) void listen(name, (event) => emit(name, event.payload as never));
		return;
	}
	if (typeof EventSource === 'undefined') return;
	const source = new EventSource('/events');
	for (const name of names) {
		source.addEventListener(name, (event) => {
			emit(name, JSON.parse((event as MessageEvent<string>).data || 'null') as never);
		});
	}
}

/** Calls `handler` for each event until the returned function is called. */
export function on<K extends keyof CoreEvents>(name: K, handler: Handler<K>): () => void {
	start();
	handlers[name].add(handler);
	return () => {
		handlers[name].delete(handler);
	};
}
