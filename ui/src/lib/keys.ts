/** Keys: how they are named and when a shortcut means us. */

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod` is Command on a Mac and Ctrl everywhere else. */
export function keyName(key: string): string {
	switch (key) {
		case 'Mod':
			return mac ? '⌘' : 'Ctrl';
		case 'Shift':
			return mac ? '⇧' : 'Shift';
		case 'Alt':
			return mac ? '⌥' : 'Alt';
		case 'Enter':
			return 'Enter';
		case 'ArrowUp':
			return '↑';
		case 'ArrowDown':
			return '↓';
		default:
			return key;
	}
}

/** True while somebody types: single letters are text then, not shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable) return true;
	if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
	if (target.getAttribute('role') === 'spinbutton') return true;
	return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** True for `Ctrl+X` (`Cmd+X` on a Mac). */
export function hasMod(event: KeyboardEvent): boolean {
	return mac ? event.metaKey : event.ctrlKey;
}

/** A dialog, menu or list is open above the page and owns the keyboard. */
export function isLayerOpen(): boolean {
	return document.querySelector('[role="dialog"][data-state="open"], [role="menu"], [role="listbox"][data-state="open"]') !== null;
}
