/** Whether a file is being dragged over the window. What is dropped arrives as the event `file-dropped`. */
import { listen } from '@tauri-apps/api/event';
import { inWindow } from './client.ts';

/** Calls `over(true)` when a file comes over the window and `over(false)` when it leaves or is dropped. */
export function onFileDrag(over: (over: boolean) => void): () => void {
	if (inWindow) {
		const stops = [
			listen('tauri://drag-enter', () => over(true)),
			listen('tauri://drag-leave', () => over(false)),
			listen('tauri://drag-drop', () => over(false)),
		];
		return () => {
			for (const stop of stops) void stop.then((off) => off());
		};
	}
	const control = new AbortController();
	const { signal } = control;
	const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
	document.addEventListener(
		'dragover',
		(event) => {
			if (!carriesFile(event)) return;
			event.preventDefault();
			over(true);
		},
		{ signal },
	);
	document.addEventListener(
		'dragleave',
		(event) => {
			if (event.relatedTarget === null) over(false);
		},
		{ signal },
	);
	document.addEventListener(
		'drop',
		(event) => {
			event.preventDefault();
			over(false);
		},
		{ signal },
	);
	return () => control.abort();
}
